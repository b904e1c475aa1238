import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countClasses, type LabelledRows } from '../../../shared/data/labelled-rows.ts'
import { MIN_CLASS_ROWS, splitTable, stratify } from '../../../shared/data/split.ts'
import { seeded } from '../../support/seeded.ts'

/** Rows whose only feature is their number. */
const numbered = (sizes: readonly number[]): LabelledRows => {
  const labels = Uint32Array.from(sizes.flatMap((size, label) => Array<number>(size).fill(label)))
  return {
    features: Float32Array.from(labels, (_, row) => row),
    width: 1,
    labels,
    classNames: sizes.map((_, label) => `c${label}`),
  }
}
const classSizes = fc.array(fc.integer({ min: MIN_CLASS_ROWS, max: 60 }), { minLength: 2, maxLength: 6 })

describe('splitTable', () => {
  it('puts every row into exactly one part, with its label', () => {
    fc.assert(
      fc.property(classSizes, fc.nat(), (sizes, seed) => {
        const rows = numbered(sizes)
        const { train, heldOut, fresh } = splitTable(rows, seeded(seed))
        const all = [train, heldOut, fresh].flatMap((part) =>
          Array.from(part.labels, (label, i) => ({ row: part.features[i]!, label })),
        )
        expect(all.map(({ row }) => row).sort((a, b) => a - b)).toEqual(Array.from(rows.features))
        for (const { row, label } of all) expect(label).toBe(rows.labels[row])
      }),
    )
  })

  it('gives every part every class, in the proportions of the whole', () => {
    fc.assert(
      fc.property(classSizes, fc.nat(), (sizes, seed) => {
        const { train, heldOut, fresh } = splitTable(numbered(sizes), seeded(seed))
        sizes.forEach((size, label) => {
          for (const part of [heldOut, fresh]) expect(countClasses(part)[label]).toBe(Math.round(size * 0.2))
          expect(countClasses(train)[label]).toBeGreaterThanOrEqual(size * 0.5)
        })
      }),
    )
  })

  it('mixes the rows and repeats itself for the same generator', () => {
    const rows = numbered([100, 100])
    const first = splitTable(rows, seeded(1))
    expect(splitTable(rows, seeded(1))).toEqual(first)
    expect(splitTable(rows, seeded(2)).heldOut).not.toEqual(first.heldOut)
    expect(Array.from(first.train.labels.subarray(0, 60)).includes(1)).toBe(true)
  })

  it('refuses a class with fewer rows than parts need, naming it', () => {
    const error = expect.objectContaining({ code: 'too-few-rows' })
    expect(() => splitTable(numbered([50, MIN_CLASS_ROWS - 1]), seeded(1))).toThrow(error)
    expect(() => splitTable(numbered([50, 4]), seeded(1))).toThrow(/class "c1" has 4 of 54 rows.*5 or more/)
    expect(() => splitTable(numbered([1, 1]), seeded(1))).toThrow(error)
  })
})

describe('stratify', () => {
  it('leaves the rest in the last part', () => {
    const [a = [], rest = []] = stratify(numbered([10, 20]), [0.3], seeded(1))
    expect(a.length).toBe(9)
    expect(rest.length).toBe(21)
  })
})
