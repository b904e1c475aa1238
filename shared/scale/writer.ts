import { AppError } from '../errors.ts'

/** A writer with a larger buffer is not kept for reuse. */
const MAX_KEPT_BYTES = 65_536

/** Collects SCALE bytes in a buffer that grows. Ranges are checked, because a silent wrap would be a wrong amount. */
export class Writer {
  #bytes = new Uint8Array(64)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  #room(extra: number): number {
    const at = this.#length
    this.#length += extra
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length))
      grown.set(this.#bytes)
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    return at
  }

  u8(value: number): void {
    inRange(value, 0, 0xff)
    const at = this.#room(1)
    this.#view.setUint8(at, value)
  }

  u16(value: number): void {
    inRange(value, 0, 0xffff)
    const at = this.#room(2)
    this.#view.setUint16(at, value, true)
  }

  u32(value: number): void {
    inRange(value, 0, 0xffff_ffff)
    const at = this.#room(4)
    this.#view.setUint32(at, value, true)
  }

  i16(value: number): void {
    inRange(value, -0x8000, 0x7fff)
    const at = this.#room(2)
    this.#view.setInt16(at, value, true)
  }

  i32(value: number): void {
    inRange(value, -0x8000_0000, 0x7fff_ffff)
    const at = this.#room(4)
    this.#view.setInt32(at, value, true)
  }

  u64(value: bigint): void {
    if (BigInt.asUintN(64, value) !== value) throw outOfRange(value, '0', '2^64-1')
    const at = this.#room(8)
    this.#view.setBigUint64(at, value, true)
  }

  i64(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw outOfRange(value, '-2^63', '2^63-1')
    const at = this.#room(8)
    this.#view.setBigInt64(at, value, true)
  }

  bytes(value: Uint8Array): void {
    const at = this.#room(value.length)
    this.#bytes.set(value, at)
  }

  compact(value: number | bigint): void {
    if (value < 0 || (typeof value === 'number' && !Number.isSafeInteger(value)))
      throw outOfRange(value, '0', '2^536-1')
    if (value < 64) this.u8(Number(value) << 2)
    else if (value < 16_384) this.u16((Number(value) << 2) | 1)
    else if (value < 1_073_741_824) this.u32(((Number(value) << 2) | 2) >>> 0)
    else this.#bigCompact(BigInt(value))
  }

  #bigCompact(value: bigint): void {
    const digits: number[] = []
    for (let rest = value; rest > 0n; rest >>= 8n) digits.push(Number(rest & 0xffn))
    if (digits.length > 67) throw outOfRange(value, '0', '2^536-1')
    this.u8(((digits.length - 4) << 2) | 3)
    this.bytes(Uint8Array.from(digits))
  }

  /** The bytes so far; the writer must not be used afterwards unless it is reset. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** Makes the writer empty again. @returns false when its buffer has grown too large to be worth keeping. */
  reset(): boolean {
    this.#length = 0
    return this.#bytes.length <= MAX_KEPT_BYTES
  }
}

const outOfRange = (value: number | bigint, least: string, most: string) =>
  new AppError('out-of-range', `${value} does not fit; valid is a whole number from ${least} to ${most}`)

function inRange(value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) throw outOfRange(value, `${least}`, `${most}`)
}
