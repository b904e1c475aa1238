import { describe, expect, it } from 'vitest'
import { applyPoint } from '../../../../chain/simulator/sweep/apply.ts'
import { canonicalJson, digestOf, type JsonObject, toJson } from '../../../../chain/simulator/sweep/json.ts'
import { pathsOf, valueAt, withValue } from '../../../../chain/simulator/sweep/paths.ts'
import { parseVary } from '../../../../chain/simulator/sweep/vary.ts'
import { AppError } from '../../../../shared/errors.ts'

const scenario: JsonObject = {
  network: { kappa: 0.5, tempo: 20 },
  actors: [
    { strategy: 'honest', count: 4 },
    { strategy: 'copier', count: 1, params: { lag: 0 } },
    { name: 'twins', strategy: 'honest', count: 2 },
  ],
}

describe('paths of parameters', () => {
  it('name items of lists by name, by strategy or by number', () => {
    expect(valueAt(scenario, ['actors', 'copier', 'params', 'lag'])).toBe(0)
    expect(valueAt(scenario, ['actors', 'twins', 'count'])).toBe(2)
    expect(valueAt(scenario, ['actors', '0', 'count'])).toBe(4)
    // Two items have this strategy.
    expect(valueAt(scenario, ['actors', 'honest', 'count'])).toBeUndefined()
    expect(valueAt(scenario, ['actors', '3'])).toBeUndefined()
    expect(pathsOf(scenario)).toEqual([
      'network.kappa',
      'network.tempo',
      'actors.0.strategy',
      'actors.0.count',
      'actors.copier.strategy',
      'actors.copier.count',
      'actors.copier.params.lag',
      'actors.twins.name',
      'actors.twins.strategy',
      'actors.twins.count',
    ])
  })

  it('change a copy', () => {
    const changed = withValue(scenario, ['actors', 'twins', 'params', 'lag'], 3)
    expect(valueAt(changed, ['actors', '2', 'params', 'lag'])).toBe(3)
    expect(valueAt(scenario, ['actors', '2', 'params', 'lag'])).toBeUndefined()
    expect(withValue(scenario, ['network', 'kappa', 'deep'], 1)).toBeUndefined()
    expect(withValue(scenario, ['actors', 'nobody', 'count'], 1)).toBeUndefined()
  })

  it('cannot reach prototypes', () => {
    expect(valueAt(scenario, ['constructor', 'name'])).toBeUndefined()
    withValue(scenario, ['__proto__', 'polluted'], 1)
    expect('polluted' in {}).toBe(false)
  })
})

describe('points of a scenario', () => {
  const parse = (input: JsonObject) => {
    const network = valueAt(input, ['network', 'kappa'])
    if (typeof network !== 'number' || network > 1) throw new AppError('invalid-scenario', 'kappa is a share')
    const extra = Object.keys(input).find((key) => !['network', 'actors'].includes(key))
    if (extra !== undefined) throw new AppError('invalid-scenario', `unknown key ${extra}`)
    return input
  }
  const apply = (text: string, value: number) =>
    applyPoint(scenario, { factors: [parseVary(text)], point: [value] }, parse)

  it('are the scenario with other values', () => {
    expect(valueAt(apply('network.kappa=0.4,0.6', 0.6), ['network', 'kappa'])).toBe(0.6)
  })

  it('name the parameter that was meant', () => {
    expect(() => apply('netwrk.kappa=0..1', 0)).toThrow(/did you mean network\.kappa/)
    expect(() => apply('actors.copyer.count=1,2', 1)).toThrow(/did you mean actors\.copier\.count/)
    expect(() => apply('zzz.q.zzzzzzzzz=1,2', 1)).toThrow(/unknown key zzz|valid are network\.kappa/)
  })

  it('say which value the scenario refuses', () => {
    expect(() => apply('network.kappa=0..2', 2)).toThrow(
      expect.objectContaining({ code: 'invalid-point', message: expect.stringContaining('network.kappa=2') }),
    )
  })
})

describe('digests', () => {
  it('do not depend on the order of keys', () => {
    expect(digestOf({ a: 1, b: [true, null] })).toBe(digestOf({ b: [true, null], a: 1 }))
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }))
    expect(canonicalJson({ b: 1, a: { d: 'x', c: [] } })).toBe('{"a":{"c":[],"d":"x"},"b":1}')
  })

  it('are of plain data alone', () => {
    expect(toJson({ a: undefined, b: 1 })).toEqual({ b: 1 })
    expect(() => toJson(() => {})).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})
