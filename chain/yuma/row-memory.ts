const SLAB_BYTES = 16_384
/** Longer ones have memory of their own, so that little of a slab is lost at its end. */
const SHARED_BYTES = SLAB_BYTES / 16

let slab = new ArrayBuffer(0)
let used = 0

/**
 * A zeroed array for one row. Short ones are cut from one buffer: getting memory for a row takes several times as long as
 * filling it. A buffer lives as long as any row in it, so this is for what comes and goes together.
 */
export function rowMemory(length: number): Uint16Array<ArrayBuffer> {
  const bytes = length * Uint16Array.BYTES_PER_ELEMENT
  if (bytes > SHARED_BYTES) return new Uint16Array(length)
  if (used + bytes > slab.byteLength) {
    slab = new ArrayBuffer(SLAB_BYTES)
    used = 0
  }
  const row = new Uint16Array(slab, used, length)
  used += bytes
  return row
}
