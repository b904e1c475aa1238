import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '../../../../chain/yuma/arena.ts'
import { filterRows } from '../../../../chain/yuma/csr.ts'
import * as exact from '../../../../chain/yuma/exact/matrix.ts'
import { colMaxUpscale, colNormalize, rowNormalize } from '../../../../chain/yuma/float64/matrix.ts'
import { row } from '../../../support/yuma-arbitraries.ts'
import { exactOf, shareRows, toExact, toMatrix } from '../../../support/yuma-matrices.ts'

const arena = createArena(2 ** 16)
const N = 20

describe('float64 matrices do what exact ones do', () => {
  it('when a row is divided by its sum', () => {
    fc.assert(
      fc.property(fc.array(row(N, true), { maxLength: N }), (rows) => {
        const csr = filterRows(arena, rows, {
          n: N,
          blockAtRegistration: [],
          registeredBefore: new Float64Array(N).fill(1),
          columnLimit: N,
          keepsSelf: () => true,
        })
        const whole = exact.exactMatrix(csr, (value) => BigInt(value) << 32n)
        expect(exactOf(rowNormalize(arena, csr))).toEqual(exact.rowNormalize(whole))
      }),
    )
  })

  it('when a column is divided by its sum', () => {
    fc.assert(
      fc.property(shareRows(N, 2), (rows) => {
        expect(exactOf(colNormalize(arena, toMatrix(arena, rows), N))).toEqual(exact.colNormalize(toExact(rows), N))
      }),
    )
  })

  it('when a column is divided by its maximum', () => {
    fc.assert(
      fc.property(shareRows(N), (rows) => {
        expect(exactOf(colMaxUpscale(arena, toMatrix(arena, rows), N))).toEqual(exact.colMaxUpscale(toExact(rows), N))
      }),
    )
  })
})
