const align = (bytes: number): number => Math.ceil(bytes / 8) * 8

/**
 * Hands out zeroed typed arrays that are cut from few buffers. In a small subnet, allocating some fifty typed arrays one
 * by one costs more than all arithmetic of the epoch.
 */
export interface Arena {
  float64(length: number): Float64Array
  uint32(length: number): Uint32Array
  int32(length: number): Int32Array
  uint16(length: number): Uint16Array
}

/** Makes an arena whose first buffer has `bytes` bytes; it grows as needed. */
export const createArena = (bytes: number): Arena => arenaOver(new ArrayBuffer(align(bytes)))

/** Largest scratch that is kept from one use to the next. */
const KEPT_BYTES = 1 << 22
let kept = new ArrayBuffer(0)

/**
 * An arena whose first buffer is used again by the next call, zeroed: allocating and collecting a new one
 * costs a small epoch a good part of its time. What is cut from it must be done with before the next call, so it is for scratch
 * of synchronous code alone.
 */
export function reuseArena(bytes: number): Arena {
  if (bytes > KEPT_BYTES) return createArena(bytes)
  if (kept.byteLength < bytes) kept = new ArrayBuffer(align(bytes))
  else new Uint8Array(kept, 0, align(bytes)).fill(0)
  return arenaOver(kept, align(bytes))
}

/** Buffer that results are cut from, and how far it is used up. */
const SLAB_BYTES = 1 << 16
let slab = new ArrayBuffer(0)
let slabUsed = 0

/**
 * An arena for results, which live on. Small ones are cut from one buffer: a buffer of its own costs a small epoch more than
 * all numbers in it, and the garbage collector the same again. A buffer lives as long as anything in it, so this is for what
 * comes and goes together.
 */
export function resultArena(bytes: number): Arena {
  const size = align(bytes)
  if (size > SLAB_BYTES / 8) return createArena(size)
  if (slabUsed + size > slab.byteLength) {
    slab = new ArrayBuffer(SLAB_BYTES)
    slabUsed = 0
  }
  const first = slabUsed
  slabUsed += size
  return arenaOver(slab, slabUsed, first)
}

function arenaOver(first: ArrayBuffer, firstEnd = first.byteLength, firstUsed = 0): Arena {
  let buffer = first
  let size = firstEnd
  let used = firstUsed
  const reserve = (bytes: number) => {
    if (used + bytes > size) {
      size = align(Math.max(bytes, 2 * (size - firstUsed)))
      buffer = new ArrayBuffer(size)
      used = 0
    }
    const offset = used
    used = align(used + bytes)
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
    int32(length) {
      const offset = reserve(length * Int32Array.BYTES_PER_ELEMENT)
      return new Int32Array(buffer, offset, length)
    },
    uint16(length) {
      const offset = reserve(length * Uint16Array.BYTES_PER_ELEMENT)
      return new Uint16Array(buffer, offset, length)
    },
  }
}
