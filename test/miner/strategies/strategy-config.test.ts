import { describe, expect, it } from 'vitest'
import { STRATEGY_NAMES, type StrategyFlags, toStrategyConfig } from '../../../miner/strategies/strategy-config.ts'
import { parseSs58 } from '../../../shared/crypto/ss58.ts'

const VICTIM = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY')
const flags: StrategyFlags = {
  strategy: 'honest',
  victim: undefined,
  victimTimeoutMs: 4_000,
  delayMs: 60_000,
  claims: undefined,
}

describe('the flags of a strategy', () => {
  it('are read into what the strategy needs', () => {
    const of = (change: Partial<StrategyFlags>) => toStrategyConfig({ ...flags, ...change })
    expect(of({})).toEqual({ tag: 'honest' })
    expect(of({ strategy: 'random' })).toEqual({ tag: 'random' })
    expect(of({ strategy: 'cache' })).toEqual({ tag: 'cache' })
    expect(of({ strategy: 'late', delayMs: 5 })).toEqual({ tag: 'late', delayMs: 5 })
    expect(of({ strategy: 'relay', victim: VICTIM })).toEqual({ tag: 'relay', victim: VICTIM, timeoutMs: 4_000 })
    expect(of({ strategy: 'downgrade', claims: 'a.onnx' })).toEqual({ tag: 'downgrade', claims: 'a.onnx' })
  })

  it('give every strategy its own name', () => {
    for (const strategy of STRATEGY_NAMES)
      expect(toStrategyConfig({ ...flags, strategy, victim: VICTIM, claims: 'a.onnx' }).tag).toBe(strategy)
  })

  it('that are missing are named', () => {
    for (const [strategy, flag] of [
      ['relay', '--victim'],
      ['downgrade', '--claims'],
    ] as const)
      expect(() => toStrategyConfig({ ...flags, strategy })).toThrow(
        expect.objectContaining({ code: 'missing-option', message: expect.stringContaining(flag) }),
      )
  })
})
