import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '../../../shared/errors.ts'
import { parsePayload } from '../../../shared/wire/payload.ts'

const payload = { answers: { dims: [1, 2], data: 'AAAA' }, model: '0f'.repeat(32), proofs: ['AAAA'] }
const codeOf = (text: string): string => {
  try {
    parsePayload(text)
    return 'fine'
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe('parsePayload', () => {
  it('reads what was written', () => {
    expect(parsePayload(JSON.stringify(payload))).toEqual(payload)
    expect(parsePayload(JSON.stringify({ ...payload, proofs: [] })).proofs).toEqual([])
  })

  it.each([
    ['no JSON', '{', 'malformed-json'],
    ['deep nesting', '['.repeat(100), 'json-too-deep'],
    ['no model', JSON.stringify({ ...payload, model: undefined }), 'malformed'],
    ['a model that is no digest', JSON.stringify({ ...payload, model: 'x' }), 'malformed'],
    ['no proofs', JSON.stringify({ ...payload, proofs: undefined }), 'malformed'],
    ['a proof that is no text', JSON.stringify({ ...payload, proofs: [1] }), 'malformed'],
    ['a huge proof', JSON.stringify({ ...payload, proofs: ['A'.repeat(1025)] }), 'malformed'],
    ['too many proofs', JSON.stringify({ ...payload, proofs: Array(4097).fill('') }), 'malformed'],
    ['an unknown field', JSON.stringify({ ...payload, extra: 1 }), 'malformed'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('refuses anything else with a code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['malformed', 'malformed-json', 'json-too-deep']).toContain(codeOf(text))
      }),
    )
  })
})
