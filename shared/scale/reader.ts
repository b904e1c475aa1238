import { AppError } from '../errors.ts'

/** Walks SCALE bytes. Every read is bounds-checked, because bytes come from the wire. */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #offset = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset
  }

  /** Moves past `length` bytes and returns where they start. @throws AppError `malformed-scale`. */
  #take(length: number): number {
    if (length > this.remaining)
      throw new AppError(
        'malformed-scale',
        `SCALE ends early: ${length} more bytes expected at offset ${this.#offset}, ${this.remaining} left`,
      )
    const at = this.#offset
    this.#offset += length
    return at
  }

  u8 = (): number => this.#view.getUint8(this.#take(1))
  u16 = (): number => this.#view.getUint16(this.#take(2), true)
  u32 = (): number => this.#view.getUint32(this.#take(4), true)
  u64 = (): bigint => this.#view.getBigUint64(this.#take(8), true)
  i16 = (): number => this.#view.getInt16(this.#take(2), true)
  i32 = (): number => this.#view.getInt32(this.#take(4), true)
  i64 = (): bigint => this.#view.getBigInt64(this.#take(8), true)

  /** A copy of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length)
    return this.#bytes.slice(at, at + length)
  }

  /**
   * A compact integer; only the shortest form is valid, so that equal values have equal bytes.
   * @throws AppError `malformed-scale`.
   */
  compact(): bigint {
    const first = this.u8()
    const mode = first & 3
    if (mode === 0) return BigInt(first >> 2)
    if (mode === 1) return this.#canonical(BigInt((first | (this.u8() << 8)) >> 2), 64n)
    if (mode === 2) {
      const rest = this.bytes(3)
      const value = (first | ((rest[0] ?? 0) << 8) | ((rest[1] ?? 0) << 16) | ((rest[2] ?? 0) << 24)) >>> 2
      return this.#canonical(BigInt(value), 1n << 14n)
    }
    const length = (first >> 2) + 4
    let value = 0n
    const rest = this.bytes(length)
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(rest[i] ?? 0)
    return this.#canonical(value, length === 4 ? 1n << 30n : 1n << BigInt(8 * (length - 1)))
  }

  /** A compact length that cannot promise more items than there are bytes left, each item having at least `itemBytes`. */
  length(itemBytes: number): number {
    const length = this.compact()
    if (length * BigInt(itemBytes) > BigInt(this.remaining))
      throw new AppError(
        'malformed-scale',
        `SCALE length ${length} promises more than the ${this.remaining} bytes left`,
      )
    return Number(length)
  }

  #canonical(value: bigint, least: bigint): bigint {
    if (value < least) throw new AppError('malformed-scale', `compact ${value} is not in its shortest form`)
    return value
  }
}
