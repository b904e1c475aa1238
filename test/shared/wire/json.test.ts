import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/bytes.ts'
import { parseJson } from '../../../shared/wire/json.ts'

const nested = (depth: number) => utf8(`${'['.repeat(depth)}${']'.repeat(depth)}`)

describe('parseJson', () => {
  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(parseJson(utf8(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('refuses text that is no JSON, empty bodies and broken UTF-8', () => {
    for (const body of [
      utf8(''),
      utf8('{'),
      utf8('{"a":NaN}'),
      utf8("{'a':1}"),
      utf8('"\\'),
      Uint8Array.of(0x22, 0xff, 0x22),
    ])
      expect(() => parseJson(body)).toThrow(expect.objectContaining({ code: 'malformed-json' }))
  })

  it('refuses what nests too deep without building it', () => {
    expect(parseJson(nested(16))).toBeDefined()
    expect(() => parseJson(nested(17))).toThrow(expect.objectContaining({ code: 'json-too-deep' }))
    expect(() => parseJson(utf8('{"a":'.repeat(1_000_000)))).toThrow(expect.objectContaining({ code: 'json-too-deep' }))
  })

  it('does not count brackets inside strings', () => {
    const text = `${'['.repeat(40)}\\"${'{'.repeat(40)}\\\\`
    expect(parseJson(utf8(JSON.stringify({ text })))).toEqual({ text })
  })

  it('counts brackets again after a string that ends in backslashes', () => {
    for (const text of ['\\', '\\\\', '"\\', '\\"']) {
      const deep = (depth: number) => utf8(`[${JSON.stringify(text)},${'['.repeat(depth)}${']'.repeat(depth)}]`)
      expect(parseJson(deep(15))).toHaveLength(2)
      expect(() => parseJson(deep(16)), text).toThrow(expect.objectContaining({ code: 'json-too-deep' }))
    }
  })

  it('counts depth and not length', () => {
    expect(parseJson(utf8(`[${'[],'.repeat(1000)}[]]`))).toHaveLength(1001)
  })
})
