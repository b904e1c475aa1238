import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMessage } from '../../../../chain/node/rpc/envelope.ts'

const limits = { maxBatchLength: 3, maxDepth: 8 }
const parse = (value: unknown) => parseMessage(JSON.stringify(value), limits)
const errorOf = (message: ReturnType<typeof parseMessage>) =>
  message.tag === 'single' && message.item.tag === 'invalid'
    ? { id: message.item.id, code: message.item.error.code }
    : undefined

describe('the request envelope', () => {
  test.each([[1], ['1'], [0], [''], [null], [1.5], [-7], [Number.MAX_SAFE_INTEGER]])('keeps the id %j', (id) => {
    expect(parse({ jsonrpc: '2.0', id, method: 'm', params: [1] })).toEqual({
      tag: 'single',
      item: { tag: 'call', call: { id, method: 'm', params: [1] } },
    })
  })

  test('a request without id is a notification; without params it has none', () => {
    for (const params of [undefined, null])
      expect(parse({ jsonrpc: '2.0', method: 'm', params })).toEqual({
        tag: 'single',
        item: { tag: 'call', call: { id: undefined, method: 'm', params: [] } },
      })
  })

  test.each([['{'], [''], ['{"jsonrpc":"2.0",}'], ['\u0000'], ['undefined']])('%j is no JSON', (text) => {
    expect(errorOf(parseMessage(text, limits))).toEqual({ id: null, code: -32700 })
  })

  test.each([
    [7, null],
    ['text', null],
    [null, null],
    [true, null],
    [{}, null],
    [{ jsonrpc: '2.0', id: 4 }, 4],
    [{ jsonrpc: '2.0', id: 4, method: 5 }, 4],
    [{ jsonrpc: '1.0', id: 'x', method: 'm' }, 'x'],
    [{ id: 4, method: 'm' }, 4],
    [{ jsonrpc: '2.0', id: {}, method: 'm' }, null],
    [{ jsonrpc: '2.0', id: [1], method: 'm' }, null],
    [{ jsonrpc: '2.0', id: true, method: 'm' }, null],
    [{ jsonrpc: '2.0', id: 4, method: 'm', params: 'no' }, 4],
    [{ jsonrpc: '2.0', id: 4, method: 'm', params: 3 }, 4],
    [[], null],
  ])('%j is no request', (value, id) => {
    expect(errorOf(parse(value))).toEqual({ id, code: -32600 })
  })

  test('a number that would not come back as sent is no id', () => {
    expect(errorOf(parseMessage('{"jsonrpc":"2.0","id":9007199254740993,"method":"m"}', limits))).toEqual({
      id: null,
      code: -32600,
    })
  })

  test('a batch keeps order, and one bad item spoils no other', () => {
    const parsed = parse([{ jsonrpc: '2.0', id: 1, method: 'a' }, 5, { jsonrpc: '2.0', method: 'b' }])
    expect(parsed).toMatchObject({ tag: 'batch', items: [{ tag: 'call' }, { tag: 'invalid' }, { tag: 'call' }] })
  })

  test('a batch over the limit is refused as a whole', () => {
    expect(errorOf(parse([1, 2, 3, 4]))).toEqual({ id: null, code: -32010 })
  })

  test('nesting over the limit is refused, however deep', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    const request = (depth: number) => `{"jsonrpc":"2.0","id":1,"method":"m","params":${nested(depth)}}`
    expect(parseMessage(request(7), limits)).toMatchObject({ item: { tag: 'call' } })
    expect(errorOf(parseMessage(request(8), limits))).toEqual({ id: null, code: -32600 })
    expect(errorOf(parseMessage(nested(1_000_000), limits))).toEqual({ id: null, code: -32600 })
  })

  test('nothing that is sent makes it throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMessage(text, limits)))
    fc.assert(fc.property(fc.jsonValue(), (value) => void parse(value)))
  })
})
