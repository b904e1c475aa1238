import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../shared/bytes.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { isWireCode, parseProblem, WIRE_STATUS } from '../../shared/wire/problem.ts'
import { answerRequest, createAxonFixture, post, refusal } from './axon-fixture.ts'

beforeAll(cryptoReady)

/** Whatever was sent, the refusal is a problem with a known code that is no fault of the miner. */
async function expectRefusal(response: Response): Promise<void> {
  const problem = parseProblem(await response.json())
  expect(isWireCode(problem.code) && WIRE_STATUS[problem.code]).toBe(response.status)
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(response.status).toBeLessThan(500)
}

describe('a permitted validator that sends nonsense', () => {
  it('is refused for any bytes', async () => {
    const fixture = await createAxonFixture()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => expectRefusal(await post(fixture, { body }))),
      { numRuns: 100 },
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) =>
        expectRefusal(await post(fixture, { path: '/reveal', body })),
      ),
      { numRuns: 50 },
    )
  })

  it('is refused for any JSON', async () => {
    const fixture = await createAxonFixture()
    const body = fc.jsonValue({ maxDepth: 20 }).map((value) => utf8(JSON.stringify(value)))
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => expectRefusal(await post(fixture, { body: bytes }))),
      { numRuns: 100 },
    )
  })

  it('is refused for a request with any field replaced', async () => {
    const fixture = await createAxonFixture()
    const valid = answerRequest()
    const inputs = fc.record({ dims: fc.jsonValue(), data: fc.oneof(fc.base64String(), fc.jsonValue()) })
    const change = fc.oneof(
      fc.record({ mechanism: fc.jsonValue() }),
      fc.record({ version: fc.jsonValue() }),
      fc.record({ round: fc.jsonValue().filter((round) => typeof round !== 'string' || round === '') }),
      fc.record({ request: fc.oneof(fc.jsonValue(), fc.record({ inputs })) }),
    )
    await fc.assert(
      fc.asyncProperty(change, async (fields) => expectRefusal(await post(fixture, { body: { ...valid, ...fields } }))),
      { numRuns: 200 },
    )
    expect(fixture.model.batches).toEqual([])
  })

  it('gets a short refusal for a hundred thousand fields or a name of a megabyte', async () => {
    const fixture = await createAxonFixture()
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field ${index}`, index]))
    const bodies = [
      { ...answerRequest(), ...many },
      { ...answerRequest(), ['x'.repeat(1_000_000)]: 1 },
    ]
    for (const body of bodies) await expectRefusal(await post(fixture, { body }))
    const rounds = Array.from({ length: 9 }, (_, index) => '\u0001'.repeat(127) + index)
    for (const round of rounds) expect((await post(fixture, { body: { ...answerRequest(), round } })).status).toBe(200)
    await expectRefusal(await post(fixture, { path: '/reveal', body: { round: '\u0001'.repeat(128) } }))
  })

  it('gets nothing unpacked', async () => {
    const fixture = await createAxonFixture()
    const packed = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, ' ')))
    const headers = { 'content-encoding': 'gzip' }
    expect(await refusal(post(fixture, { body: packed, headers }))).toEqual([400, 'malformed-json'])
    const valid = new Uint8Array(gzipSync(JSON.stringify(answerRequest())))
    expect(await refusal(post(fixture, { body: valid, headers }))).toEqual([400, 'malformed-json'])
  })

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'malformed-json'],
    ['half a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'malformed-json'],
    ['a number of a million digits', utf8(`{"version":${'9'.repeat(1_000_000)}}`), 'malformed'],
    ['an exponent beyond every number', utf8('{"version":1e999999}'), 'malformed'],
    ['a million arrays side by side', utf8(`[${'[],'.repeat(1_000_000)}[]]`), 'malformed'],
    ['a million arrays inside each other', utf8('[{"a":'.repeat(500_000)), 'json-too-deep'],
    ['a string that never ends', utf8(`{"round":"${'\\\\'.repeat(500_000)}`), 'malformed-json'],
  ])('is refused for %s', async (_, body, code) => {
    const fixture = await createAxonFixture()
    expect(await refusal(post(fixture, { body: new Uint8Array(body) }))).toEqual([400, code])
  })

  it('still gets its answer afterwards', async () => {
    const fixture = await createAxonFixture()
    await post(fixture, { body: utf8('{') })
    expect((await post(fixture)).status).toBe(200)
  })
})

describe('anybody who sends nonsense', () => {
  it('is refused whatever the headers', async () => {
    const { app } = await createAxonFixture()
    const name = fc.constantFrom(
      'x-bittensor-version',
      'x-bittensor-hotkey',
      'x-bittensor-receiver',
      'x-bittensor-nonce',
      'x-bittensor-crypto',
      'x-bittensor-signature',
      'content-length',
      'content-type',
    )
    const headers = fc.dictionary(name, fc.stringMatching(/^[ -~]{0,80}$/))
    await fc.assert(
      fc.asyncProperty(headers, fc.constantFrom('/commit', '/reveal'), async (fields, path) => {
        await expectRefusal(await app.request(path, { method: 'POST', body: '{}', headers: fields }))
      }),
    )
  })

  it('is refused whatever the path and method', async () => {
    const { app } = await createAxonFixture()
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS')
    await fc.assert(
      fc.asyncProperty(method, fc.webPath(), async (verb, path) => {
        await expectRefusal(await app.request(`/${path}`, { method: verb }))
      }),
    )
  })
})
