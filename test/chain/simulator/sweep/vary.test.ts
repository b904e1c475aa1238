import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridValues, parseVary, valueAtPlace } from '../../../../chain/simulator/sweep/vary.ts'

describe('--vary', () => {
  it.each([
    ['noise=0..1:3', [0, 0.5, 1]],
    ['noise=0..1', [0, 0.25, 0.5, 0.75, 1]],
    ['noise=0.01..1:3:log', [0.01, 0.1, 1]],
    ['noise=1e-3..1e1:log:2', [0.001, 10]],
    ['noise=-1..1:3', [-1, 0, 1]],
    ['noise=.5..1:2', [0.5, 1]],
    ['noise=0..0.3:4', [0, 0.1, 0.2, 0.3]],
    ['network.tempo=10..20:4:int', [10, 13, 17, 20]],
    ['network.tempo=1..2:9:int', [1, 2]],
    ['actors.0.lag=0, 1,10', [0, 1, 10]],
    ['kind=copy,honest,copy', ['copy', 'honest']],
    ['on=true,false,null', [true, false, null]],
    ['file=../a.ts', ['../a.ts']],
    ['file=./a.ts,../b=c.ts', ['./a.ts', '../b=c.ts']],
  ])('%s visits %j', (text, values) => {
    expect(gridValues(parseVary(text))).toEqual(values)
  })

  it.each([
    'noise',
    'noise=',
    '=1..2',
    'a..b=1..2',
    'noise=1,,2',
    'noise=1..x',
    'noise=2..1',
    'noise=1..1',
    'noise=0..1:log',
    'noise=0..1:1',
    'noise=0..1:99999',
    'noise=0..1:loud',
    'noise=0..1e999',
  ])('refuses %s', (text) => {
    expect(() => parseVary(text)).toThrow(expect.objectContaining({ code: 'invalid-vary' }))
  })

  it('never throws anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseVary(text)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-vary' })
        }
      }),
    )
  })

  it('gives named values equal parts of the way', () => {
    const factor = parseVary('kind=a,b,c')
    expect([0, 0.33, 0.34, 0.66, 0.67, 0.999].map((place) => valueAtPlace(factor, place))).toEqual([
      'a',
      'a',
      'b',
      'b',
      'c',
      'c',
    ])
  })
})
