import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../shared/clock.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { silentLogger } from '../../../shared/log.ts'
import { TRANSCRIPT_PROTOCOL } from '../../../shared/subtensor/client.ts'
import { uid } from '../../../shared/units.ts'
import { chooseMiners } from '../../../validator/choose-miners.ts'
import { createGuard } from '../../../validator/guard.ts'
import { openPublisher } from '../../../validator/publish/publisher.ts'
import { parseIdentity, parseRounds } from '../../../validator/publish/shapes.ts'
import { isSignedBy, SIGNATURE_HEADER } from '../../../validator/publish/signed-body.ts'
import { createFakeSubtensor } from '../../support/fake-subtensor.ts'
import { openForTest } from '../support/database.ts'
import { AXON, minerOf, ROUND_OWNER, VALIDATOR } from '../support/round.ts'

beforeAll(cryptoReady)

const FACTS = {
  netuid: ROUND_OWNER.netuid,
  software: 'test',
  scoreKey: 'skill@3/glyphs@2',
  openAfterEpochs: 2,
  keepRounds: 10,
  keepAnswers: 5,
}

async function publish(port = 0) {
  const database = openForTest(undefined, ROUND_OWNER)
  const client = createFakeSubtensor()
  client.addNeuron({ hotkey: VALIDATOR.ss58, validatorPermit: true })
  const log = silentLogger
  const publisher = await openPublisher(
    { client, hotkey: VALIDATOR, database: database.path, clock: systemClock, guard: createGuard({ log }), log },
    FACTS,
    { port, ip: '203.0.113.7' },
  )
  onTestFinished(() => publisher.close())
  const get = (path: string) => fetch(`http://127.0.0.1:${publisher.port}${path}`)
  return { publisher, client, get, database }
}

describe('a publisher', () => {
  it('serves what is in the database beside the validator that writes it', async () => {
    const { get } = await publish()
    const response = await get('/identity')
    const bytes = new Uint8Array(await response.arrayBuffer())
    const signature = response.headers.get(SIGNATURE_HEADER) ?? ''
    expect(isSignedBy({ bytes, signature }, VALIDATOR.ss58)).toBe(true)
    expect(parseIdentity(JSON.parse(new TextDecoder().decode(bytes)))).toMatchObject({ software: 'test' })
    expect(parseRounds(await (await get('/transcripts')).json())).toMatchObject({ rounds: [], next: null })
  })

  it('announces itself once, and not as a miner', async () => {
    const { publisher, client } = await publish()
    const stop = new AbortController()
    const running = publisher.services.map((service) => service.run(stop.signal))
    await expect.poll(() => client.writes.length).toBe(1)
    expect(client.writes[0]).toMatchObject({ tag: 'serve-axon', ip: '203.0.113.7', port: publisher.port })
    const { neurons } = await client.metagraph(client.netuid)
    expect(neurons[0]?.axon?.protocol).toBe(TRANSCRIPT_PROTOCOL)
    const miner = { ...neurons[0]!, uid: uid(1), hotkey: minerOf(1), axon: AXON }
    expect(chooseMiners({ neurons: [neurons[0]!, miner], self: minerOf(2), scored: new Set() })).toEqual([miner])
    stop.abort()
    await Promise.all(running)
    await expect(fetch(`http://127.0.0.1:${publisher.port}/identity`)).rejects.toThrow()
  })

  it('refuses a port that is taken', async () => {
    const { publisher } = await publish()
    await expect(publish(publisher.port)).rejects.toMatchObject({ code: 'port-in-use' })
  })
})
