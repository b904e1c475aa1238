import { AppError } from '../errors.ts'
import { u8 } from './primitives.ts'
import type { ScaleType, Variant } from './type.ts'

/** How long a signed extrinsic is valid: for good, or for `period` blocks from the last one that is `phase` modulo it. */
export type Era =
  | { readonly tag: 'immortal' }
  | { readonly tag: 'mortal'; readonly period: number; readonly phase: number }

const variants: readonly Variant[] = Array.from({ length: 256 }, (_, index) => ({
  name: index === 0 ? 'Immortal' : `Mortal${index}`,
  index,
  fields: index === 0 ? [] : [{ name: undefined, type: u8 }],
  docs: '',
}))

const quantizeFactor = (period: number): number => Math.max(1, period >> 12)

/** One byte 0, or two bytes that pack the logarithm of the period and the phase (polkadot-sdk generic/era.rs). */
export const era: ScaleType<Era> = {
  def: { tag: 'variant', variants },
  path: ['sp_runtime', 'generic', 'era', 'Era'],
  minBytes: 1,
  write(writer, value) {
    if (value.tag === 'immortal') return writer.u8(0)
    const { period, phase } = value
    const log = Math.log2(period)
    if (!Number.isInteger(log) || log < 2 || log > 16 || !(phase >= 0 && phase < period))
      throw new AppError(
        'out-of-range',
        `era of ${period}/${phase}; valid is a power of two from 4 to 65536 and a phase below it`,
      )
    writer.u16(Math.max(1, log - 1) | (Math.floor(phase / quantizeFactor(period)) << 4))
  },
  read(reader) {
    const first = reader.u8()
    if (first === 0) return { tag: 'immortal' }
    const encoded = first | (reader.u8() << 8)
    const period = 2 << (encoded & 15)
    const phase = (encoded >> 4) * quantizeFactor(period)
    if (period < 4 || phase >= period)
      throw new AppError(
        'malformed-scale',
        `era with period ${period} and phase ${phase}; the phase must be below it, the period at least 4`,
      )
    return { tag: 'mortal', period, phase }
  },
}

/** The block at which an extrinsic that is valid around `current` was born: its hash is part of what was signed. */
export function birthOf(value: Era, current: number): number {
  if (value.tag === 'immortal') return 0
  const { period, phase } = value
  return Math.floor((Math.max(current, phase) - phase) / period) * period + phase
}

/** The first block in which the extrinsic is not valid any more; infinite for an immortal one. */
export const deathOf = (value: Era, current: number): number =>
  value.tag === 'immortal' ? Number.POSITIVE_INFINITY : birthOf(value, current) + value.period

/** The era of about `period` blocks (a power of two from 4 to 65536) that begins at `current`. */
export function mortalEra(period: number, current: number): Era {
  const factor = quantizeFactor(period)
  return { tag: 'mortal', period, phase: Math.floor((current % period) / factor) * factor }
}
