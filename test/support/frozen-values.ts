/** Freezes what is written to an `ObjectState`; arrays of numbers, which cannot be, are compared with a copy. */
export function createFrozenValues() {
  const copies = new Map<Uint8Array | Uint16Array, Uint8Array | Uint16Array>()
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
    if (value instanceof Uint8Array || value instanceof Uint16Array) {
      if (!copies.has(value)) copies.set(value, value.slice())
      return
    }
    Object.freeze(value)
    for (const part of Object.values(value)) freeze(part)
  }
  return {
    freeze,
    /** Arrays that somebody changed. */
    changed: () => [...copies].filter(([now, before]) => now.some((part, i) => part !== before[i])).length,
    count: () => copies.size,
  }
}
