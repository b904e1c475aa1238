/** Rewrites the weights of a committed model of two layers in place of the file: same graph, other numbers. */
function mapWeights(bytes: Uint8Array, change: (weights: Float32Array) => void): Uint8Array {
  const copy = Buffer.from(bytes)
  for (const name of ['w1', 'b1', 'w2', 'b2']) {
    // Fields 8 (name) and 9 (raw data) of a TensorProto, one after the other as the writer of the ladder has them.
    const mark = Buffer.concat([Buffer.from([0x42, name.length]), Buffer.from(`${name}J`)])
    const found = copy.indexOf(mark)
    if (found === -1) throw new Error(`the model has no tensor ${name}`)
    let at = found + mark.length
    let length = 0
    for (let shift = 0; ; shift += 7) {
      const byte = copy[at++] ?? 0
      length |= (byte & 127) << shift
      if (byte < 128) break
    }
    const weights = Float32Array.from({ length: length / 4 }, (_, i) => copy.readFloatLE(at + 4 * i))
    change(weights)
    for (const [i, weight] of weights.entries()) copy.writeFloatLE(weight, at + 4 * i)
  }
  return copy
}

/** The model with each tensor rounded to that many bits, symmetric around 0. */
export const toInteger =
  (bits: number) =>
  (bytes: Uint8Array): Uint8Array =>
    mapWeights(bytes, (weights) => {
      const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / (2 ** (bits - 1) - 1)
      for (const [i, weight] of weights.entries()) weights[i] = Math.round(weight / step) * step
    })

/** The model with weights rounded to the 11 significant bits of a half-precision number. */
export const toHalf = (bytes: Uint8Array): Uint8Array =>
  mapWeights(bytes, (weights) => {
    for (const [i, weight] of weights.entries()) {
      const unit = 2 ** (Math.floor(Math.log2(Math.max(Math.abs(weight), 6e-5))) - 10)
      weights[i] = Math.round(weight / unit) * unit
    }
  })
