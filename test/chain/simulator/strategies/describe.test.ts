import { beforeAll, expect, test } from 'vitest'
import { describeStrategies } from '../../../../chain/simulator/strategies/describe.ts'
import { findStrategy, parseParams } from '../../../../chain/simulator/strategies/find-strategy.ts'
import type { Role } from '../../../../chain/simulator/strategies/strategy.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)

test('every strategy is described, and needs no parameter to be set', () => {
  const all = describeStrategies()
  expect(all.length).toBeGreaterThan(8)
  for (const { role, name, description, params } of all) {
    expect(description, name).toMatch(/\.$/)
    for (const param of params) expect(param.description, `${name} ${param.name}`).not.toBe('')
    const parsed = parseParams(findStrategy(role as Role, name), {}, name)
    expect(Object.keys(parsed as object).sort()).toEqual(
      params
        .filter(({ fallback }) => fallback !== 'none')
        .map((param) => param.name)
        .sort(),
    )
  }
})
