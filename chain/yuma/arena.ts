const align = (bytes: number): number => Math.ceil(bytes / 8) * 8

/**
 * Hands out zeroed typed arrays that are cut from few buffers. In a small subnet, allocating some fifty typed arrays one
 * by one costs more than all arithmetic of the epoch.
 */
export interface Arena {
  float64(length: number): Float64Array
  uint32(length: number): Uint32Array
  uint16(length: number): Uint16Array
}

/** Makes an arena whose first buffer has `bytes` bytes; it grows as needed. */
export function createArena(bytes: number): Arena {
  let buffer = new ArrayBuffer(align(bytes))
  let used = 0
  const reserve = (size: number) => {
    if (used + size > buffer.byteLength) {
      buffer = new ArrayBuffer(align(Math.max(size, 2 * buffer.byteLength)))
      used = 0
    }
    const offset = used
    used = align(used + size)
    return offset
  }
  return {
    float64(length) {
      const offset = reserve(length * Float64Array.BYTES_PER_ELEMENT)
      return new Float64Array(buffer, offset, length)
    },
    uint32(length) {
      const offset = reserve(length * Uint32Array.BYTES_PER_ELEMENT)
      return new Uint32Array(buffer, offset, length)
    },
    uint16(length) {
      const offset = reserve(length * Uint16Array.BYTES_PER_ELEMENT)
      return new Uint16Array(buffer, offset, length)
    },
  }
}
