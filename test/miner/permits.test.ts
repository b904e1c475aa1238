import { beforeAll, describe, expect, it } from 'vitest'
import { createPermits } from '../../miner/permits.ts'
import type { Clock } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import { type Logger, silentLogger } from '../../shared/log.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { createStillClock } from './axon-fixture.ts'

beforeAll(cryptoReady)

/** A clock whose sleepers wait until `move` passes their time. */
function createSleepyClock() {
  const still = createStillClock()
  const sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>()
  const clock: Clock = {
    ...still,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        sleepers.add({ atMs: still.monotonic() + ms, wake: resolve })
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
  }
  const move = async (ms: number) => {
    still.move(ms)
    for (const sleeper of [...sleepers])
      if (sleeper.atMs <= still.monotonic()) {
        sleepers.delete(sleeper)
        sleeper.wake()
      }
    await settled()
  }
  return { clock, move }
}

/** Lets everything that is ready run. */
const settled = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}

function start(wrap: (client: SubtensorClient) => SubtensorClient = (client) => client) {
  const chain = createFakeSubtensor()
  const { clock, move } = createSleepyClock()
  const lines: string[] = []
  const note = (message: string) => void lines.push(message)
  const log: Logger = { ...silentLogger, info: note, warn: note }
  const blocks: number[] = []
  const permits = createPermits({
    client: wrap(chain),
    netuid: chain.netuid,
    clock,
    log,
    onMetagraph: ({ at }) => void blocks.push(at.number),
  })
  const controller = new AbortController()
  const ended = permits.run(controller.signal)
  const stop = () => {
    controller.abort()
    return ended
  }
  return { chain, move, lines, blocks, permits, stop }
}

describe('permits', () => {
  it('are unknown before the first answer of the chain', () => {
    const { permits, stop } = start()
    expect(permits.standing(keypairFromUri('//V').ss58)).toEqual({ tag: 'unknown' })
    return stop()
  })

  it('follow the heads, at most once a second', async () => {
    const { chain, move, blocks, permits, stop } = start()
    await settled()
    expect(blocks).toEqual([1])
    chain.advance(5)
    await settled()
    expect(blocks).toEqual([1])
    const neuron = chain.addNeuron({ hotkey: keypairFromUri('//V').ss58 })
    await move(1_000)
    expect(blocks).toEqual([1, 6])
    expect(permits.standing(neuron.hotkey)).toEqual({ tag: 'registered', neuron })
    expect(permits.standing(keypairFromUri('//S').ss58)).toEqual({ tag: 'stranger' })
    await stop()
    expect(chain.followers).toBe(0)
  })

  it('are asked for once a minute when no blocks come', async () => {
    const { chain, move, blocks, stop } = start()
    await settled()
    await move(59_000)
    expect(blocks).toHaveLength(1)
    await move(1_000)
    expect(blocks).toHaveLength(2)
    expect(chain.calls.get('metagraph')).toBe(2)
    await stop()
  })

  it('stay as they were while the chain is away, told once; and come back with it', async () => {
    const { chain, move, lines, permits, stop } = start()
    const { hotkey } = chain.addNeuron({ hotkey: keypairFromUri('//V').ss58 })
    await settled()
    chain.setReachable(false)
    for (let i = 0; i < 5; i++) await move(60_000)
    expect(lines).toEqual(['the chain does not answer; going on with the last known permits'])
    expect(permits.standing(hotkey).tag).toBe('registered')
    for (let i = 0; i < 26; i++) await move(60_000)
    expect(permits.standing(hotkey).tag).toBe('unknown')
    chain.setReachable(true)
    await settled()
    expect(lines.at(-1)).toBe('the chain answers again')
    expect(permits.standing(hotkey).tag).toBe('registered')
    await stop()
  })

  it('open the stream of heads again when it breaks', async () => {
    let isBroken = true
    const { chain, move, blocks, stop } = start((client) => ({
      ...client,
      heads(signal) {
        if (!isBroken) return client.heads(signal)
        isBroken = false
        throw new AppError('chain-unreachable', 'broken')
      },
    }))
    await settled()
    expect(blocks).toEqual([])
    await move(1_000)
    expect(blocks).toEqual([1])
    expect(chain.followers).toBe(1)
    await stop()
  })
})
