import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { rao } from '../../shared/units.ts'
import { commitRoute, revealRoute } from '../../shared/wire/routes.ts'
import { answerRequest, createAxonFixture, post, refusal } from './axon-fixture.ts'

beforeAll(cryptoReady)

describe('the guard', () => {
  it('lets a validator in once the metagraph gives it a permit, and out when it takes it away', async () => {
    const fixture = await createAxonFixture()
    fixture.chain.changeNeuron(1, { validatorPermit: true })
    const sender = fixture.miner
    expect(await refusal(post(fixture, { sender }))).toEqual([403, 'no-permit'])
    await fixture.permits.refresh()
    expect((await post(fixture, { sender })).status).toBe(200)
    fixture.chain.changeNeuron(1, { validatorPermit: false })
    await fixture.permits.refresh()
    expect(await refusal(post(fixture, { sender }))).toEqual([403, 'no-permit'])
  })

  it('refuses a validator below the stake floor', async () => {
    const fixture = await createAxonFixture({ minStake: rao(100_000_000_001n) })
    expect(await refusal(post(fixture))).toEqual([403, 'stake-too-low'])
    fixture.chain.changeNeuron(0, { stake: rao(100_000_000_001n) })
    await fixture.permits.refresh()
    expect((await post(fixture)).status).toBe(200)
  })

  it('goes on with the last known permits for half an hour, then refuses everybody', async () => {
    const fixture = await createAxonFixture()
    fixture.clock.move(29 * 60_000)
    expect((await post(fixture)).status).toBe(200)
    fixture.clock.move(2 * 60_000)
    expect(await refusal(post(fixture))).toEqual([503, 'permits-unknown'])
  })

  it('limits the rate of a validator, not of others', async () => {
    const fixture = await createAxonFixture({ perSecond: 1 })
    fixture.chain.addNeuron({ hotkey: fixture.stranger.ss58, validatorPermit: true })
    await fixture.permits.refresh()
    expect((await post(fixture)).status).toBe(200)
    expect((await post(fixture)).status).toBe(200)
    expect(await refusal(post(fixture))).toEqual([429, 'rate-limited'])
    expect((await post(fixture, { sender: fixture.stranger })).status).toBe(200)
    fixture.clock.move(1_000)
    expect((await post(fixture)).status).toBe(200)
  })

  it('limits the bytes of a validator before it reads or parses them, not those of others', async () => {
    const fixture = await createAxonFixture({ bytesPerSecond: 1_048_576 })
    fixture.chain.addNeuron({ hotkey: fixture.stranger.ss58, validatorPermit: true })
    await fixture.permits.refresh()
    const large = { body: new Uint8Array(commitRoute.maxRequestBytes) }
    expect(await refusal(post(fixture, large))).toEqual([400, 'malformed-json'])
    const unread = new ReadableStream(
      { pull: () => Promise.reject(new Error('the body was read')) },
      { highWaterMark: 0 },
    )
    const refused = await post(fixture, { sent: unread, headers: { 'content-length': '2000000' } })
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(await refused.json()).toMatchObject({
      status: 429,
      code: 'rate-limited',
      detail: expect.stringMatching(/2000000 bytes, and 1024 KiB per second are allowed; ask again in 2 s/),
    })
    expect((await post(fixture, { sender: fixture.stranger })).status).toBe(200)
    fixture.clock.move(2_000)
    expect((await post(fixture, { headers: { 'content-length': '2000000' } })).status).toBe(200)
  })

  it('counts a body that does not say its length as the longest that is valid, until it is there', async () => {
    const fixture = await createAxonFixture({ bytesPerSecond: 1_048_576 })
    expect((await post(fixture)).status).toBe(200)
    const undeclared = () => {
      const body = Buffer.from(JSON.stringify({ ...answerRequest(), round: 'undeclared' }))
      return post(fixture, { body, sent: new Blob([body]).stream() })
    }
    expect(await refusal(undeclared())).toEqual([429, 'rate-limited'])
    fixture.clock.move(1_000)
    expect((await undeclared()).status).toBe(200)
    expect(await refusal(undeclared())).toEqual([429, 'rate-limited'])
  })

  it('limits how often long answers are fetched', async () => {
    const fixture = await createAxonFixture({ bytesPerSecond: 1_048_576 })
    await post(fixture)
    const reveal = { path: '/reveal', body: { round: '1' } } as const
    fixture.allowance.takeAnswers(fixture.validator.ss58, revealRoute.maxResponseBytes)
    const refused = await post(fixture, reveal)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(await refusal(refused)).toEqual([429, 'rate-limited'])
    fixture.clock.move(1_000)
    expect((await post(fixture, reveal)).status).toBe(200)
  })

  it('does not let forged or replayed requests use up the rate of a validator', async () => {
    const fixture = await createAxonFixture({ perSecond: 1 })
    const nonceNs = BigInt(fixture.clock.now()) * 1_000_000n - 5n
    expect((await post(fixture, { nonceNs })).status).toBe(200)
    for (let i = 0; i < 5; i++) {
      expect((await post(fixture, { nonceNs })).status).toBe(401)
      expect((await post(fixture, { sent: '{}' })).status).toBe(401)
    }
    expect((await post(fixture)).status).toBe(200)
  })

  it('refuses more requests at once than it has room for, and takes them again afterwards', async () => {
    const gate = Promise.withResolvers<void>()
    const full = Promise.withResolvers<void>()
    let entered = 0
    const before = () => {
      if (++entered === 2) full.resolve()
      return gate.promise
    }
    const fixture = await createAxonFixture({ maxInFlight: 2, model: { before } })
    const running = ['1', '2'].map((round) => post(fixture, { body: { ...answerRequest(), round } }))
    await full.promise
    expect(await refusal(post(fixture))).toEqual([503, 'busy'])
    gate.resolve()
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200])
    expect((await post(fixture)).status).toBe(200)
  })

  it('frees the place of a request whose connection breaks', async () => {
    const fixture = await createAxonFixture({ maxInFlight: 1 })
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('reset by peer')) })
    expect(await refusal(post(fixture, { sent: broken }))).toEqual([400, 'body-broken'])
    expect((await post(fixture)).status).toBe(200)
  })

  it('lets nobody keep validators out by sending headers in their name and no body', async () => {
    const fixture = await createAxonFixture({ maxInFlight: 2 })
    const silent = () => post(fixture, { sent: new ReadableStream() })
    const held = Array.from({ length: 6 }, silent)
    expect((await post(fixture)).status).toBe(200)
    expect((await post(fixture)).status).toBe(200)
    for (const early of held.slice(0, 4)) expect(await refusal(early)).toEqual([503, 'busy'])
  })

  it('spends nothing on the body of a validator that has asked too often', async () => {
    const fixture = await createAxonFixture({ perSecond: 1 })
    for (let i = 0; i < 2; i++) expect((await post(fixture)).status).toBe(200)
    const unread = new ReadableStream(
      {
        pull() {
          throw new Error('the body was read')
        },
      },
      { highWaterMark: 0 },
    )
    expect(await refusal(post(fixture, { sent: unread }))).toEqual([429, 'rate-limited'])
  })

  it('refuses a request whose body took too long to come', async () => {
    const fixture = await createAxonFixture()
    const slow = new ReadableStream(
      {
        pull(controller) {
          fixture.clock.move(11_000)
          controller.enqueue(new Uint8Array(1))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    expect(await refusal(post(fixture, { sent: slow }))).toEqual([401, 'nonce-too-old'])
  })
})
