import { AppError } from '../errors.ts'

/** Most levels of a value inside a value of its own type (a call in a call), as Substrate limits extrinsics. */
export const MAX_DEPTH = 256

/** Walks SCALE bytes. Every read is bounds-checked, because bytes come from the wire. */
export class Reader {
  readonly #bytes: Uint8Array
  #lazyView: DataView | undefined
  #offset = 0
  #depth = 0

  constructor(bytes: Uint8Array) {
    // A Node Buffer would make `slice` a view and the copies Buffers.
    const { buffer, byteOffset, byteLength } = bytes
    this.#bytes = bytes.constructor === Uint8Array ? bytes : new Uint8Array(buffer, byteOffset, byteLength)
  }

  /** Made when wanted: most values are read from a few bytes, and it costs more than they do. */
  get #view(): DataView {
    const { buffer, byteOffset, byteLength } = this.#bytes
    this.#lazyView ??= new DataView(buffer, byteOffset, byteLength)
    return this.#lazyView
  }

  /** The byte at an offset that `#take` returned, or shortly after. */
  #byte(at: number): number {
    return this.#bytes[at] ?? 0
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset
  }

  /** Moves past `length` bytes and returns where they start. @throws AppError `malformed-scale`. */
  #take(length: number): number {
    const at = this.#offset
    if (length > this.#bytes.length - at)
      throw new AppError(
        'malformed-scale',
        `SCALE ends early: ${length} more bytes expected at offset ${at}, ${this.remaining} left`,
      )
    this.#offset = at + length
    return at
  }

  u8(): number {
    return this.#byte(this.#take(1))
  }
  u16(): number {
    const at = this.#take(2)
    return this.#byte(at) | (this.#byte(at + 1) << 8)
  }
  u32(): number {
    const at = this.#take(4)
    return (this.#byte(at) | (this.#byte(at + 1) << 8) | (this.#byte(at + 2) << 16) | (this.#byte(at + 3) << 24)) >>> 0
  }
  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true)
  }
  i16(): number {
    return this.#view.getInt16(this.#take(2), true)
  }
  i32(): number {
    return this.#view.getInt32(this.#take(4), true)
  }
  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8), true)
  }

  /** A copy of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length)
    return this.#bytes.slice(at, at + length)
  }

  /** The bytes from an earlier offset up to here, without a copy. */
  since(offset: number): Uint8Array {
    return this.#bytes.subarray(offset, this.#offset)
  }

  /**
   * A compact integer; only the shortest form is valid, so that equal values have equal bytes.
   * @throws AppError `malformed-scale`.
   */
  compact(): bigint {
    const value = this.#compactValue()
    return typeof value === 'bigint' ? value : BigInt(value)
  }

  /** A compact integer of at most `max` (below 2^53). @throws AppError `malformed-scale`. */
  compactNumber(max: number): number {
    const value = this.#compactValue()
    if (value > max)
      throw new AppError('malformed-scale', `compact ${value} is too large; at most ${max} is valid here`)
    return Number(value)
  }

  /** A number up to 32 bits, a bigint above: lengths and small numbers do not pay for a bigint. */
  #compactValue(): number | bigint {
    const first = this.u8()
    switch (first & 3) {
      case 0:
        return first >> 2
      case 1:
        this.#offset--
        return canonical(this.u16() >> 2, 64)
      case 2:
        this.#offset--
        return canonical(this.u32() >>> 2, 16_384)
    }
    if (first === 3) return canonical(this.u32(), 1_073_741_824)
    const length = (first >> 2) + 4
    const at = this.#take(length)
    let value = 0n
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#byte(at + i))
    return canonical(value, 1n << BigInt(8 * (length - 1)))
  }

  /** A compact length that cannot promise more items than there are bytes left, each item having at least `itemBytes`. */
  length(itemBytes: number): number {
    const length = this.#compactValue()
    if (typeof length === 'bigint' || length * itemBytes > this.remaining)
      throw new AppError(
        'malformed-scale',
        `SCALE length ${length} promises more than the ${this.remaining} bytes left`,
      )
    return length
  }

  /** Reads one level deeper; types that contain themselves go through it. @throws AppError `malformed-scale` when too deep. */
  nested<T>(read: () => T): T {
    if (this.#depth === MAX_DEPTH)
      throw new AppError('malformed-scale', `values nest deeper than ${MAX_DEPTH} levels at offset ${this.#offset}`)
    this.#depth++
    const value = read()
    this.#depth--
    return value
  }
}

function canonical<N extends number | bigint>(value: N, least: N): N {
  if (value < least) throw new AppError('malformed-scale', `compact ${value} is not in its shortest form`)
  return value
}
