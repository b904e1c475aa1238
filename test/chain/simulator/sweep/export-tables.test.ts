import { parse } from 'csv-parse/sync'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { toCsv, toParquet } from '../../../../chain/simulator/sweep/export-tables.ts'
import type { Scalar } from '../../../../chain/simulator/sweep/json.ts'
import { sweepOf } from './support/sweep-of.ts'

const result = sweepOf({
  vary: ['lag=0,1', 'kind=a"b,c;d'],
  seeds: 2,
  measure: ({ lag, kind }, seed) => ({
    gain: 1.25 + Number(lag) / 3 + seed,
    ...(kind === 'c;d' ? { timeToDetect: 4 } : {}),
  }),
})

const rowsOf = (points: readonly (readonly Scalar[])[]) =>
  points.flatMap(([lag, kind], point) =>
    [0, 1].map((seed) => ({
      point,
      seed,
      lag,
      kind,
      gain: 1.25 + Number(lag) / 3 + seed,
      timeToDetect: kind === 'c;d' ? 4 : null,
    })),
  )
const expected = rowsOf(result.points.map(({ point }) => point))

describe('tables of a sweep', () => {
  it('are CSV that a parser reads back, one row for each run', () => {
    const read: unknown = parse(toCsv(result), { columns: true })
    expect(read).toEqual(
      expected.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value ?? '')]))),
    )
  })

  it('are Parquet that a reader reads back with its types', async () => {
    const bytes = toParquet(result)
    const rows = await parquetReadObjects({ file: bytes.buffer.slice(0, bytes.byteLength) as ArrayBuffer })
    expect(rows).toEqual(expected)
  })

  it('keep booleans, and make text of values of several kinds', async () => {
    const mixed = sweepOf({ vary: ['on=true,false', 'what=1,x'], seeds: 1, measure: () => ({ gain: 1 }) })
    const bytes = toParquet(mixed)
    const rows = await parquetReadObjects({ file: bytes.buffer.slice(0, bytes.byteLength) as ArrayBuffer })
    expect(rows.map(({ on, what }) => [on, what])).toEqual([
      [true, '1'],
      [true, 'x'],
      [false, '1'],
      [false, 'x'],
    ])
  })

  it('leave out runs that failed', () => {
    const broken = sweepOf({ vary: ['lag=0,1'], seeds: 1, measure: ({ lag }) => (lag === 0 ? 'broke' : { gain: 1 }) })
    expect(toCsv(broken)).toBe('point,seed,lag,gain\n1,0,1,1\n')
  })
})
