import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Announcer, createAnnouncer } from '../../miner/announce.ts'
import { type Keypair, keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import { type Logger, silentLogger } from '../../shared/log.ts'
import { createFakeSubtensor, type FakeSubtensor } from '../support/fake-subtensor.ts'
import { createStillClock, type StillClock } from './axon-fixture.ts'

let chain: FakeSubtensor
let hotkey: Keypair
let clock: StillClock
let announcer: Announcer
let lines: string[]

beforeAll(cryptoReady)
beforeEach(() => {
  chain = createFakeSubtensor({ hyperparameters: { servingRateLimit: 50 } })
  hotkey = keypairFromUri('//M')
  clock = createStillClock()
  lines = []
  const note = (message: string) => void lines.push(message)
  const log: Logger = { ...silentLogger, info: note, warn: note, error: note }
  announcer = createAnnouncer({
    client: chain,
    netuid: chain.netuid,
    hotkey,
    axon: { ip: '10.0.0.1', port: 8091 },
    clock,
    log,
  })
})

const metagraph = () => chain.metagraph(chain.netuid)
const announced = () => chain.writes.filter(({ tag }) => tag === 'serve-axon').length
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('an announcer', () => {
  it('announces when nothing is announced, and not again', async () => {
    chain.addNeuron({ hotkey: hotkey.ss58 })
    await announcer.announce(await metagraph())
    await announcer.announce(await metagraph())
    expect(announced()).toBe(1)
    expect((await metagraph()).neurons[0]?.axon).toMatchObject({ ip: '10.0.0.1', port: 8091 })
  })

  it('announces anew when ip or port differ', async () => {
    chain.addNeuron({ hotkey: hotkey.ss58, axon: { ip: '10.0.0.1', port: 1, version: 0, block: -100 } })
    await announcer.announce(await metagraph())
    expect(announced()).toBe(1)
    chain.changeNeuron(0, { axon: { ip: '10.0.0.2', port: 8091, version: 0, block: -100 } })
    await announcer.announce(await metagraph())
    expect(announced()).toBe(2)
  })

  it('waits when the chain asks to, without failing', async () => {
    chain.addNeuron({ hotkey: hotkey.ss58, axon: { ip: '10.0.0.1', port: 1, version: 0, block: 1 } })
    await announcer.announce(await metagraph())
    expect(lines).toEqual(['the chain takes no new announcement yet; trying again later'])
    chain.advance(60)
    clock.move(31_000)
    announcer.follow(await metagraph())
    await settled()
    expect(announced()).toBe(1)
  })

  it('passes other failures on at the start, and in the background logs them and tries again later', async () => {
    chain.addNeuron({ hotkey: hotkey.ss58 })
    const failure = new AppError('extrinsic-rejected', 'no')
    chain.failNext('serveAxon', failure)
    await expect(announcer.announce(await metagraph())).rejects.toBe(failure)
    announcer.follow(await metagraph())
    await settled()
    expect(announced()).toBe(0)
    clock.move(31_000)
    chain.failNext('serveAxon', failure)
    announcer.follow(await metagraph())
    await settled()
    expect(lines).toEqual(['the axon could not be announced; trying again later'])
    clock.move(31_000)
    announcer.follow(await metagraph())
    await settled()
    expect(announced()).toBe(1)
  })

  it('says once that the hotkey lost its place, and does not pay for another', async () => {
    for (let i = 0; i < 3; i++) await announcer.announce(await metagraph())
    expect(lines).toEqual(['no longer registered; start the miner again to register anew'])
    expect(chain.writes).toEqual([])
  })
})
