import { AppError } from '../errors.ts'

/** Most levels of a value inside a value of its own type (a call in a call), as Substrate limits extrinsics. */
export const MAX_DEPTH = 256

/** Walks SCALE bytes. Every read is bounds-checked, because bytes come from the wire. */
export class Reader {
  readonly #bytes: Uint8Array
  #offset = 0
  #depth = 0

  constructor(bytes: Uint8Array) {
    // A Node Buffer would make `slice` a view and the copies Buffers.
    this.#bytes =
      bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The u32 at an offset. Without a `DataView`, for which a short array would have to make a buffer. */
  #u32At(at: number): number {
    const bytes = this.#bytes
    return (
      ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>>
      0
    )
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
    return this.#bytes[this.#take(1)] ?? 0
  }
  u16(): number {
    const at = this.#take(2)
    return (this.#bytes[at] ?? 0) | ((this.#bytes[at + 1] ?? 0) << 8)
  }
  u32(): number {
    return this.#u32At(this.#take(4))
  }
  u64(): bigint {
    const at = this.#take(8)
    const low = this.#u32At(at)
    const high = this.#u32At(at + 4)
    return high < 2 ** 21 ? BigInt(high * 2 ** 32 + low) : (BigInt(high) << 32n) | BigInt(low)
  }
  i16(): number {
    return (this.u16() << 16) >> 16
  }
  i32(): number {
    return this.u32() | 0
  }
  i64(): bigint {
    return BigInt.asIntN(64, this.u64())
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
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[at + i] ?? 0)
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
