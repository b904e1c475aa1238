import { describe, expect, it } from 'vitest'
import { createTableBuilder } from '../../../shared/data/table-builder.ts'

describe('createTableBuilder', () => {
  it('keeps the columns in order, without the label', () => {
    const builder = createTableBuilder(['a', 'label', 'b'], 'label')
    builder.add(['1', 'x', 2])
    builder.add([3, 7, '4'])
    expect(builder.finish()).toEqual({
      features: Float32Array.of(1, 2, 3, 4),
      width: 2,
      labels: Uint32Array.of(1, 0),
      classNames: ['7', 'x'],
      featureNames: ['a', 'b'],
    })
  })

  it('orders a mix of numbers and words the same whatever comes first', () => {
    const names = ['10', '9', '1a', 'a', '2', '-1']
    const orders = [names, names.toReversed(), ['1a', '2', '10', 'a', '-1', '9']].map((list) => {
      const builder = createTableBuilder(['a', 'label'], 'label')
      for (const name of list) builder.add([1, name])
      return builder.finish().classNames
    })
    expect(orders[1]).toEqual(orders[0])
    expect(orders[2]).toEqual(orders[0])
  })

  it('grows past its first memory without losing a value', () => {
    const builder = createTableBuilder(['a', 'b', 'label'], 'label')
    for (let i = 0; i < 1000; i++) builder.add([i, -i, i % 2])
    const { features } = builder.finish()
    expect(features.length).toBe(2000)
    expect(features.every((value, i) => Math.abs(value) === Math.floor(i / 2))).toBe(true)
  })

  it('names only the first columns of many', () => {
    const columns = Array.from({ length: 500 }, (_, i) => `c${i}`)
    expect(() => createTableBuilder(columns, 'label')).toThrow(/c19 and 480 more$/)
  })
})
