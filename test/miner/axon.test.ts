import { beforeAll, describe, expect, it } from 'vitest'
import { fromHex, utf8 } from '../../shared/bytes.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { parseProofs } from '../../shared/proof/wire-proofs.ts'
import { createRng } from '../../shared/rng.ts'
import { answerHash } from '../../shared/round/answer-hash.ts'
import { parsePayload } from '../../shared/wire/payload.ts'
import { parseProblem } from '../../shared/wire/problem.ts'
import { commitRoute, parseHealth, revealRoute } from '../../shared/wire/routes.ts'
import { answerRequest, createAxonFixture, post, refusal } from './axon-fixture.ts'

beforeAll(cryptoReady)

describe('an axon', () => {
  it('commits to probabilities for every task, computed in one batch, and reveals them', async () => {
    const fixture = await createAxonFixture()
    const tasks = glyphs.makeTasks(createRng(new Uint8Array(16)), 5)
    const response = await post(fixture, { body: { ...answerRequest(), request: glyphs.toRequest(tasks) } })
    expect(response.status).toBe(200)
    const { hash } = commitRoute.response(await response.json())
    const reveal = await post(fixture, { path: '/reveal', body: { round: '1' } })
    expect(reveal.status).toBe(200)
    const { payload, salt } = revealRoute.response(await reveal.json())
    const parties = { round: '1', validator: fixture.validator.ss58, miner: fixture.miner.ss58 }
    expect(answerHash({ ...parties, salt: fromHex(salt), payload })).toBe(hash)
    const { answers, model, proofs } = parsePayload(payload)
    expect({ model, proofs }).toEqual({ model: fixture.model.digest, proofs: [] })
    expect(glyphs.parseAnswers(answers, tasks)).toHaveLength(5)
    expect(fixture.model.batches).toEqual([5])
  })

  it('proves with which model it answered when that shows its hidden layer', async () => {
    const hiddenOf = (inputs: Float32Array) => Array.from(inputs.subarray(0, 16))
    const fixture = await createAxonFixture({ model: { hiddenOf } })
    await post(fixture, { body: answerRequest(40) })
    const reveal = await post(fixture, { path: '/reveal', body: { round: '1' } })
    const { proofs } = parsePayload(revealRoute.response(await reveal.json()).payload)
    expect(parseProofs(proofs, 40)).toHaveLength(2)
    expect(fixture.model.batches).toEqual([40])
  })

  it('answers a question that is asked again with the same hash, once computed', async () => {
    const fixture = await createAxonFixture()
    const [one, two] = await Promise.all([post(fixture), post(fixture)])
    const first: unknown = await one.json()
    expect(await two.json()).toEqual(first)
    expect(await (await post(fixture)).json()).toEqual(first)
    expect(fixture.model.batches).toEqual([3])
    expect(await refusal(post(fixture, { body: answerRequest(4) }))).toEqual([409, 'round-in-use'])
  })

  it('reveals nothing to another validator, of no other round and without a signature', async () => {
    const fixture = await createAxonFixture()
    fixture.chain.addNeuron({ hotkey: fixture.stranger.ss58, validatorPermit: true })
    await fixture.permits.refresh()
    await post(fixture)
    const reveal = { path: '/reveal', body: { round: '1' } } as const
    expect(await refusal(post(fixture, { ...reveal, sender: fixture.stranger }))).toEqual([404, 'unknown-round'])
    expect(await refusal(post(fixture, { ...reveal, body: { round: '2' } }))).toEqual([404, 'unknown-round'])
    const headers = { 'x-bittensor-signature': `0x${'11'.repeat(64)}` }
    expect(await refusal(post(fixture, { ...reveal, headers }))).toEqual([401, 'bad-signature'])
    expect(await refusal(post(fixture, { ...reveal, sender: fixture.miner }))).toEqual([403, 'no-permit'])
    expect(await refusal(post(fixture, { ...reveal, body: { round: 1 } }))).toEqual([400, 'malformed'])
    expect(await refusal(post(fixture, { ...reveal, body: Array(5_000).fill(1) }))).toEqual([413, 'body-too-large'])
    expect((await post(fixture, reveal)).status).toBe(200)
  })

  it('tells anybody that it is up, and nothing more', async () => {
    const { app } = await createAxonFixture()
    const response = await app.request('/health')
    expect(response.status).toBe(200)
    expect(parseHealth(await response.json())).toEqual({ status: 'ok' })
  })

  it('describes refusals as problem details', async () => {
    const fixture = await createAxonFixture()
    const response = await post(fixture, { sender: fixture.stranger })
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(parseProblem(await response.json())).toMatchObject({ status: 403, code: 'no-permit', title: 'no permit' })
  })

  it('has no other paths and methods', async () => {
    const fixture = await createAxonFixture()
    expect(await refusal(fixture.app.request('/'))).toEqual([404, 'not-found'])
    expect(await refusal(fixture.app.request('/commit/../secret'))).toEqual([404, 'not-found'])
    expect(await refusal(fixture.app.request('/health', { method: 'POST' }))).toEqual([404, 'not-found'])
    for (const path of ['/commit', '/reveal']) {
      const response = await fixture.app.request(path)
      expect(response.headers.get('allow')).toBe('POST')
      expect(await refusal(response)).toEqual([405, 'method-not-allowed'])
    }
  })
})

describe('a request is refused', () => {
  it('with a bad signature', async () => {
    const fixture = await createAxonFixture()
    const headers = { 'x-bittensor-signature': `0x${'11'.repeat(64)}` }
    expect(await refusal(post(fixture, { headers }))).toEqual([401, 'bad-signature'])
  })

  it('without signature headers', async () => {
    const { app } = await createAxonFixture()
    const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
    expect(await refusal(app.request('/commit', init))).toEqual([401, 'unsigned'])
  })

  it('with a body that is not the one that was signed', async () => {
    const fixture = await createAxonFixture()
    expect(await refusal(post(fixture, { sent: JSON.stringify(answerRequest(2)) }))).toEqual([401, 'bad-signature'])
  })

  it('with a target that is not the one that was signed', async () => {
    const fixture = await createAxonFixture()
    expect(await refusal(post(fixture, { target: '/commit?again' }))).toEqual([401, 'bad-signature'])
  })

  it('with an old nonce, one from the future and one that was used', async () => {
    const fixture = await createAxonFixture()
    const nowNs = BigInt(fixture.clock.now()) * 1_000_000n
    const second = 1_000_000_000n
    expect(await refusal(post(fixture, { nonceNs: nowNs - 11n * second }))).toEqual([401, 'nonce-too-old'])
    expect(await refusal(post(fixture, { nonceNs: nowNs + 3n * second }))).toEqual([401, 'nonce-in-future'])
    const nonceNs = nowNs - second
    expect((await post(fixture, { nonceNs })).status).toBe(200)
    expect(await refusal(post(fixture, { nonceNs }))).toEqual([401, 'nonce-replayed'])
  })

  it('when it is meant for another miner', async () => {
    const fixture = await createAxonFixture()
    const receiver = keypairFromUri('//Other')
    expect(await refusal(post(fixture, { receiver }))).toEqual([401, 'wrong-receiver'])
  })

  it('from a stranger, and from a neuron without permit, before its body is read', async () => {
    const fixture = await createAxonFixture()
    for (const sender of [fixture.stranger, fixture.miner]) {
      const sent = new ReadableStream({
        pull() {
          throw new Error('the body was read')
        },
      })
      expect(await refusal(post(fixture, { sender, sent }))).toEqual([403, 'no-permit'])
    }
    expect(fixture.model.batches).toEqual([])
  })

  it('with a body over the limit, declared or not', async () => {
    const fixture = await createAxonFixture()
    const large = Buffer.alloc(commitRoute.maxRequestBytes + 1, 0x20)
    const declared = { sent: large, headers: { 'content-length': String(large.length) } }
    expect(await refusal(post(fixture, declared))).toEqual([413, 'body-too-large'])
    let sentBytes = 0
    const endless = new ReadableStream({
      pull(controller) {
        sentBytes += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    expect(await refusal(post(fixture, { sent: endless }))).toEqual([413, 'body-too-large'])
    expect(sentBytes).toBeLessThan(commitRoute.maxRequestBytes + 1_048_576)
  })

  it('with another media type', async () => {
    const fixture = await createAxonFixture()
    expect(await refusal(post(fixture, { headers: { 'content-type': 'text/plain' } }))).toEqual([
      415,
      'wrong-media-type',
    ])
  })

  const inputs = answerRequest().request
  it.each<[string, unknown, readonly [number, string]]>([
    ['that is no JSON', utf8('{"mechanism":'), [400, 'malformed-json']],
    ['that is empty', new Uint8Array(), [400, 'malformed-json']],
    ['that nests too deep', utf8('['.repeat(100)), [400, 'json-too-deep']],
    ['that is an array', [], [400, 'malformed']],
    ['with a missing field', { ...answerRequest(), round: undefined }, [400, 'malformed']],
    ['with an unknown field', { ...answerRequest(), extra: 1 }, [400, 'malformed']],
    ['for another mechanism', { ...answerRequest(), mechanism: 'poems' }, [422, 'wrong-mechanism']],
    ['for another version', { ...answerRequest(), version: 99 }, [422, 'wrong-mechanism']],
    ['without inputs', { ...answerRequest(), request: {} }, [400, 'malformed']],
    [
      'with inputs of another shape',
      { ...answerRequest(), request: { inputs: { dims: [1, 1], data: 'AAAAAA==' } } },
      [400, 'malformed'],
    ],
    [
      'with fewer inputs than announced',
      { ...answerRequest(), request: { inputs: { ...Object(inputs).inputs, dims: [4, 256] } } },
      [400, 'malformed'],
    ],
    ['with a polluting key', utf8('{"__proto__":{"mechanism":"glyphs"},"version":1}'), [400, 'malformed']],
  ])('with JSON %s', async (_, body, expected) => {
    const fixture = await createAxonFixture()
    expect(await refusal(post(fixture, { body }))).toEqual(expected)
    expect(fixture.model.batches).toEqual([])
  })

  it('when the model fails, without ending the axon', async () => {
    let isBroken = true
    const before = async () => {
      if (isBroken) throw new Error('a secret of the runtime')
    }
    const fixture = await createAxonFixture({ model: { before } })
    const response = await post(fixture)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret')
    isBroken = false
    expect((await post(fixture)).status).toBe(200)
  })

  it('when the model gives no probabilities', async () => {
    const fixture = await createAxonFixture({ model: { rowOf: () => Array(10).fill(Number.NaN) } })
    expect(await refusal(post(fixture))).toEqual([422, 'model-mismatch'])
  })
})
