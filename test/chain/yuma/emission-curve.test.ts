import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { blockEmission, TOTAL_SUPPLY_RAO } from '../../../chain/yuma/emission-curve.ts'
import { big, readVectors } from '../../support/yuma-vectors.ts'

const called = z.object({ fn: z.string(), args: z.unknown(), expected: z.unknown() })
const vectors = readVectors('primitives', z.array(called))
  .filter(({ fn }) => fn === 'block_emission_for_issuance')
  .map((vector) => z.object({ args: z.object({ issuance: big }), expected: z.number() }).parse(vector))

describe('blockEmission', () => {
  it('gives what subtensor gives around each halving', () => {
    expect(vectors).toHaveLength(32)
    for (const { args, expected } of vectors) expect(blockEmission(args.issuance)).toBe(BigInt(expected))
  })

  it('halves when the rest of the supply has halved', () => {
    let issuance = 0n
    for (let halvings = 0n; halvings < 8n; halvings++) {
      expect(blockEmission(issuance)).toBe(1_000_000_000n >> halvings)
      issuance += (TOTAL_SUPPLY_RAO - issuance) / 2n
      expect(blockEmission(issuance - 10_000_000n)).toBe(1_000_000_000n >> halvings)
    }
  })

  it('ends with the supply', () => {
    expect(blockEmission(TOTAL_SUPPLY_RAO)).toBe(0n)
    expect(blockEmission(TOTAL_SUPPLY_RAO * 2n)).toBe(0n)
    expect(blockEmission(TOTAL_SUPPLY_RAO - 1n)).toBe(0n)
  })
})
