import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerRoute, parseHealth } from '../../../shared/wire/routes.ts'

const request = { mechanism: 'glyphs', version: 1, round: '17', request: { inputs: [1] } }
const response = { answers: { dims: [] }, model: '0f'.repeat(32) }
const malformed = expect.objectContaining({ code: 'malformed' })

describe('the answer route', () => {
  it('passes what fits through unchanged', () => {
    expect(answerRoute.request(request)).toEqual(request)
    expect(answerRoute.response(response)).toEqual(response)
  })

  it.each([
    ['no mechanism', { ...request, mechanism: undefined }],
    ['an empty mechanism', { ...request, mechanism: '' }],
    ['a version that is no whole number', { ...request, version: 1.5 }],
    ['a round that is a number', { ...request, round: 17 }],
    ['a round of a thousand characters', { ...request, round: 'r'.repeat(1000) }],
    ['an unknown field', { ...request, extra: true }],
    ['an array', [request]],
    ['null', null],
  ])('refuses a request with %s', (_, input) => {
    expect(() => answerRoute.request(input)).toThrow(malformed)
  })

  it('refuses a response whose model is no SHA-256', () => {
    for (const model of ['', 'AB'.repeat(32), '0f'.repeat(31), 7])
      expect(() => answerRoute.response({ ...response, model })).toThrow(malformed)
  })

  it('refuses anything else with the same code', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(() => answerRoute.request(input)).toThrow(malformed)
        expect(() => answerRoute.response(input)).toThrow(malformed)
      }),
    )
  })
})

describe('health', () => {
  it('tells nothing but that the axon is up', () => {
    expect(parseHealth({ status: 'ok' })).toEqual({ status: 'ok' })
    expect(() => parseHealth({ status: 'ok', hotkey: 'x' })).toThrow(malformed)
  })
})
