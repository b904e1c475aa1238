import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commitRoute, parseHealth, revealRoute } from '../../../shared/wire/routes.ts'

const request = { mechanism: 'glyphs', version: 1, round: '17', request: { inputs: [1] } }
const malformed = expect.objectContaining({ code: 'malformed' })

describe('the commit route', () => {
  const committed = { hash: '0f'.repeat(32), signature: `0x${'ab'.repeat(64)}` }

  it('passes what fits through unchanged', () => {
    expect(commitRoute.request(request)).toEqual(request)
    expect(commitRoute.response(committed)).toEqual(committed)
  })

  it.each([
    ['no mechanism', { ...request, mechanism: undefined }],
    ['an empty mechanism', { ...request, mechanism: '' }],
    ['a version that is no whole number', { ...request, version: 1.5 }],
    ['a round that is a number', { ...request, round: 17 }],
    ['no name of a round', { ...request, round: '' }],
    ['a long name of a round', { ...request, round: 'r'.repeat(129) }],
    ['a negative version', { ...request, version: -1 }],
    ['an unknown field', { ...request, salt: '' }],
    ['an array', [request]],
    ['null', null],
  ])('refuses a request with %s', (_, input) => {
    expect(() => commitRoute.request(input)).toThrow(malformed)
  })

  it.each([
    ['a short hash', { ...committed, hash: '0f' }],
    ['an upper-case hash', { ...committed, hash: '0F'.repeat(32) }],
    ['no signature', { hash: committed.hash }],
    ['a signature without 0x', { ...committed, signature: 'ab'.repeat(64) }],
    ['answers', { ...committed, answers: [] }],
  ])('refuses a response with %s', (_, input) => {
    expect(() => commitRoute.response(input)).toThrow(malformed)
  })

  it('refuses anything else with the same code', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(() => commitRoute.request(input)).toThrow(malformed)
        expect(() => commitRoute.response(input)).toThrow(malformed)
      }),
    )
  })
})

describe('the reveal route', () => {
  const revealed = { payload: '{}', salt: '0f'.repeat(32) }

  it('passes what fits through unchanged', () => {
    expect(revealRoute.request({ round: '17' })).toEqual({ round: '17' })
    expect(revealRoute.response(revealed)).toEqual(revealed)
  })

  it('refuses anything else with one code', () => {
    for (const input of [{}, { round: '' }, { round: 17 }, { round: '17', request: {} }, 'round', null])
      expect(() => revealRoute.request(input)).toThrow(malformed)
    for (const input of [{ ...revealed, payload: {} }, { ...revealed, salt: '0f' }, { payload: '{}' }, null])
      expect(() => revealRoute.response(input)).toThrow(malformed)
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(() => revealRoute.request(input)).toThrow(malformed)
        expect(() => revealRoute.response(input)).toThrow(malformed)
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
