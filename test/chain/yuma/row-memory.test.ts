import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowMemory } from '../../../chain/yuma/row-memory.ts'

describe('memory for rows', () => {
  it('is zeroed and never shared between two rows, whatever their lengths', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 700 }), { maxLength: 60 }), (lengths) => {
        const rows = lengths.map((length, at) => {
          const row = rowMemory(length)
          expect(row).toHaveLength(length)
          expect(row.every((value) => value === 0)).toBe(true)
          return row.fill(at + 1)
        })
        for (const [at, row] of rows.entries()) expect(row.every((value) => value === at + 1)).toBe(true)
      }),
    )
  })
})
