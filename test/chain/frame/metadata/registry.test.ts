import { describe, expect, test } from 'vitest'
import { docLines, TypeRegistry } from '../../../../chain/frame/metadata/registry.ts'
import { option, struct, tuple, vec } from '../../../../shared/scale/compound.ts'
import { u8, u16 } from '../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../shared/scale/substrate.ts'
import type { AnyType } from '../../../../shared/scale/type.ts'
import { createTinyRuntime } from '../../../support/tiny-runtime.ts'

describe('the type registry', () => {
  test('gives equal types one number, whoever made the objects', () => {
    const registry = new TypeRegistry()
    const id = registry.idOf(vec(tuple(u8, option(u16))))
    expect(registry.idOf(vec(tuple(u8, option(u16))))).toBe(id)
    expect(registry.types).toHaveLength(5)
  })

  test('tells types apart by path, fields and parameters', () => {
    const registry = new TypeRegistry()
    const types: AnyType[] = [
      struct(['a'], { x: u8 }),
      struct(['b'], { x: u8 }),
      struct(['a'], { y: u8 }),
      struct(['a'], { x: u16 }),
      { ...struct(['a'], { x: u8 }), params: [{ name: 'T', type: u8 }] },
      tuple(u8),
      vec(u8),
    ]
    expect(new Set(types.map((type) => registry.idOf(type))).size).toBe(types.length)
  })

  test('numbers are positions, parts before what they make up', () => {
    const registry = new TypeRegistry()
    registry.idOf(accountId)
    expect(registry.types.map(({ id, def }) => [id, def.tag])).toEqual([
      [0, 'primitive'],
      [1, 'array'],
      [2, 'composite'],
    ])
  })

  test('knows a type that contains itself once', () => {
    const registry = new TypeRegistry()
    const { call } = createTinyRuntime().tables.types
    const id = registry.idOf(call)
    expect(registry.idOf(call)).toBe(id)
    expect(registry.types.filter(({ path }) => path.at(-1) === 'RuntimeCall')).toHaveLength(1)
    for (const [position, type] of registry.types.entries()) expect(type.id).toBe(position)
  })
})

test('docs lose the indentation of the source', () => {
  expect(docLines('One.\n         Two.')).toEqual(['One.', 'Two.'])
  expect(docLines('')).toEqual([])
})
