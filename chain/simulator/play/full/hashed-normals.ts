/** A small, quick generator (splitmix32 over a 32-bit state): noise of simulated answers, never seeds of tasks. */
function mix(state: number): number {
  let z = state | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}

const GOLDEN = 0x9e3779b9

/** A 32-bit hash of a text, FNV-1a finished by a mixer. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash)
}

/** A 32-bit hash of floats by their bits. */
export function hashFloats(values: Float32Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  let hash = 0x811c9dc5
  for (let i = 0; i < words.length; i++) hash = mix(hash ^ Math.imul((words[i] ?? 0) + i, GOLDEN))
  return hash
}

/** Two hashes in one. */
export const joinHashes = (a: number, b: number): number => mix(a ^ Math.imul(b + 1, GOLDEN))

/**
 * Adds standard normals times `scale` to `target`; the same seed gives the same ones. By Box and Muller (1958), two at a
 * time.
 */
export function addNormals(target: Float64Array, seed: number, scale: number): void {
  let state = seed | 0
  for (let i = 0; i < target.length; i += 2) {
    state = (state + GOLDEN) | 0
    const radius = Math.sqrt(-2 * Math.log((mix(state) + 1) / 4_294_967_296))
    state = (state + GOLDEN) | 0
    const angle = (2 * Math.PI * mix(state)) / 4_294_967_296
    target[i] = (target[i] ?? 0) + scale * radius * Math.cos(angle)
    if (i + 1 < target.length) target[i + 1] = (target[i + 1] ?? 0) + scale * radius * Math.sin(angle)
  }
}
