import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createModelRegistration } from '../../miner/model-registration.ts'
import { fromHex } from '../../shared/bytes.ts'
import { type Keypair, keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { createFakeSubtensor, type FakeSubtensor } from '../support/fake-subtensor.ts'
import { createStillClock } from './axon-fixture.ts'

let chain: FakeSubtensor
let hotkey: Keypair
let lines: { readonly level: string; readonly message: string; readonly reason: unknown }[]

beforeAll(cryptoReady)
beforeEach(() => {
  hotkey = keypairFromUri('//M')
  chain = createFakeSubtensor()
  chain.addNeuron({ hotkey: hotkey.ss58 })
  lines = []
})

const digest = 'ab'.repeat(32)
const fieldOf = (hex: string) => ({ tag: 'sha256', digest: fromHex(hex) }) as const
const clock = createStillClock()

function create(model = digest) {
  const note = (level: string) => (message: string, context?: Readonly<Record<string, unknown>>) =>
    void lines.push({ level, message, reason: context?.reason })
  const log: Logger = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    child: () => log,
  }
  return createModelRegistration({ client: chain, netuid: chain.netuid, hotkey, digest: model, clock, log })
}
const held = async () => (await chain.commitments(chain.netuid)).get(hotkey.ss58)?.fields
const full = () => new AppError('extrinsic-failed', 'no space', { error: 'Commitments.SpaceLimitExceeded' })

describe('the registration of a model', () => {
  it('commits the digest of the file', async () => {
    await create().register()
    expect(await held()).toEqual([fieldOf(digest)])
    expect(lines).toMatchObject([{ level: 'info', message: 'model registered' }])
  })

  it('writes nothing when the chain holds the digest already', async () => {
    await create().register()
    const written = chain.writes.length
    await create().register()
    expect(chain.writes).toHaveLength(written)
    expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'model already registered' })
  })

  it('replaces the digest of another model, and what is no digest', async () => {
    await create('cd'.repeat(32)).register()
    await create().register()
    expect(await held()).toEqual([fieldOf(digest)])
    await chain.setCommitment(chain.netuid, [{ tag: 'raw', bytes: fromHex('00') }], hotkey)
    await create().register()
    expect(await held()).toEqual([fieldOf(digest)])
  })

  it('survives a refusal, says why, and tries again later', async () => {
    const registration = create()
    chain.failNext('setCommitment', full())
    await registration.register()
    expect(lines).toMatchObject([{ level: 'warn', reason: expect.stringMatching(/next epoch makes room/) }])
    registration.follow()
    expect(chain.calls.get('setCommitment')).toBe(1)
    clock.move(60_000)
    registration.follow()
    await expect.poll(held).toEqual([fieldOf(digest)])
    clock.move(60_000)
    registration.follow()
    expect(chain.calls.get('setCommitment')).toBe(2)
  })

  it('is made anew when the chain comes back without it, and not looked after at every block', async () => {
    const registration = create()
    await registration.register()
    await chain.setCommitment(chain.netuid, [{ tag: 'raw', bytes: fromHex('00') }], hotkey)
    clock.move(60_000)
    registration.follow()
    expect(chain.calls.get('commitments')).toBe(1)
    chain.failNext('commitments', new AppError('chain-unreachable', 'gone'))
    clock.move(540_000)
    registration.follow()
    await expect.poll(() => lines.at(-1)).toMatchObject({ level: 'debug', reason: 'gone' })
    clock.move(600_000)
    registration.follow()
    await expect.poll(held).toEqual([fieldOf(digest)])
    await expect.poll(() => lines.map(({ level }) => level)).toEqual(['info', 'debug', 'warn', 'info'])
    const writes = chain.writes.length
    const reads = chain.calls.get('commitments') ?? 0
    clock.move(600_000)
    registration.follow()
    await expect.poll(() => chain.calls.get('commitments')).toBe(reads + 1)
    expect([chain.writes.length, lines.length]).toEqual([writes, 4])
  })

  it('says the same reason once, and a new one again', async () => {
    const registration = create()
    for (const error of [full(), full(), new AppError('chain-unreachable', 'gone')]) {
      chain.failNext('setCommitment', error)
      await registration.register()
    }
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'debug', 'warn'])
  })

  it('is sent once by attempts at the same time', async () => {
    const registration = create()
    await Promise.all([registration.register(), registration.register()])
    expect(chain.calls.get('setCommitment')).toBe(1)
  })
})
