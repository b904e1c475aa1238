import { describe, expect, test } from 'vitest'
import { RpcError } from '../../../../chain/node/rpc/errors.ts'
import { count, flag, text } from '../../../../chain/node/rpc/param-types.ts'
import { type ParamReader, type RawParams, readParams } from '../../../../chain/node/rpc/params.ts'

const read = (p: ParamReader) => [p.need('name', text), p.may('size', count), p.may('isOn', flag)] as const

function refusal(raw: RawParams): string {
  try {
    readParams(raw, read)
  } catch (error) {
    if (error instanceof RpcError && error.code === -32602) return error.message
    throw error
  }
  throw new Error('accepted')
}

describe('parameters', () => {
  test('are read from left to right; what is left out or null is undefined', () => {
    expect(readParams(['a', 2, true], read)).toEqual(['a', 2, true])
    expect(readParams(['a', null, false], read)).toEqual(['a', undefined, false])
    expect(readParams(['a'], read)).toEqual(['a', undefined, undefined])
    expect(readParams(['a', null, null, null], read)).toEqual(['a', undefined, undefined])
  })

  test('may come by name', () => {
    expect(readParams({ isOn: true, name: 'a' }, read)).toEqual(['a', undefined, true])
    expect(refusal({ size: 1 })).toContain('parameter 1 (name): found nothing')
    expect(refusal({ name: 'a', sise: 1 })).toContain('parameter "sise" is not known; expected names: name, size, isOn')
    expect(refusal({ name: 'a', constructor: 1 })).toContain('"constructor" is not known')
  })

  test('that are wrong are named by position, with what was found and what is valid', () => {
    expect(refusal([])).toBe('Invalid params: parameter 1 (name): found nothing; expected a string')
    expect(refusal(['a', -1])).toBe('Invalid params: parameter 2 (size): found -1; expected a whole number, 0 or more')
    expect(refusal(['a', 1, 'yes'])).toContain('parameter 3 (isOn): found "yes"; expected true or false')
    expect(refusal(['a', 1, true, {}])).toContain('parameter 4: found an object; expected at most 3 (name, size, isOn)')
  })

  test('that are long are cut in the message', () => {
    expect(refusal(['a', 'x'.repeat(1_000_000)]).length).toBeLessThan(200)
  })
})
