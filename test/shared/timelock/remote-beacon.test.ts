import { describe, expect, test } from 'vitest'
import { toBareHex } from '../../../shared/bytes.ts'
import { silentLogger } from '../../../shared/log.ts'
import { QUICKNET, timeOfRound } from '../../../shared/timelock/beacon.ts'
import { sha256 } from '../../../shared/timelock/curve.ts'
import { createLocalBeacon } from '../../../shared/timelock/local-beacon.ts'
import { createQuicknetFetcher } from '../../../shared/timelock/quicknet.ts'
import { createRemoteBeacon } from '../../../shared/timelock/remote-beacon.ts'
import { serveHttp } from '../../support/loopback.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const origin = createLocalBeacon({ seed: Uint8Array.of(3), periodSeconds: 3, genesisTime: 0 })
const PERIOD_MS = 3000

/** A remote beacon at round 100 over a fetcher that counts, and can be cut off. */
function remote() {
  const clock = createManualClock(timeOfRound(origin.parameters, 100n))
  const asked: string[] = []
  const link = { isDown: false }
  const get = async (round: bigint, name: string) => {
    asked.push(name)
    if (link.isDown) throw new Error('no route')
    return origin.pulsesAfter(round - 1n, Number.MAX_SAFE_INTEGER, 1)[0]!
  }
  const fetcher = {
    newest: () => get(BigInt(Math.floor(clock.now() / PERIOD_MS)) + 1n, 'newest'),
    round: (round: bigint) => get(round, String(round)),
  }
  const beacon = createRemoteBeacon({ parameters: origin.parameters, fetcher, clock, log: silentLogger })
  const signal = new AbortController()
  const ended = beacon.run(signal.signal)
  const rounds = (after: bigint, most = 10) => beacon.pulsesAfter(after, clock.now(), most).map(({ round }) => round)
  return {
    clock,
    asked,
    link,
    rounds,
    async end() {
      signal.abort()
      await ended
    },
  }
}

describe('a remote beacon', () => {
  test('begins with the newest round and goes on with those after what the chain has', async () => {
    const { clock, asked, rounds, end } = remote()
    await clock.advance(0)
    expect(rounds(0n)).toEqual([100n])
    await clock.advance(PERIOD_MS)
    expect(rounds(0n)).toEqual([101n])
    expect(rounds(101n)).toEqual([])
    await clock.advance(2 * PERIOD_MS)
    expect(rounds(101n)).toEqual([102n, 103n])
    expect(rounds(102n, 1)).toEqual([103n])
    expect(asked).toEqual(['newest', 'newest', '102', '103'])
    await end()
  })

  test('catches up in order after it was out of reach', async () => {
    const { clock, link, rounds, end } = remote()
    await clock.advance(0)
    expect(rounds(100n)).toEqual([])
    link.isDown = true
    await clock.advance(4 * PERIOD_MS)
    expect(rounds(100n)).toEqual([])
    link.isDown = false
    await clock.advance(PERIOD_MS)
    expect(rounds(100n, 3)).toEqual([101n, 102n, 103n])
    await end()
  })

  test('fetches no more than blocks will need soon', async () => {
    const { clock, asked, rounds, end } = remote()
    await clock.advance(0)
    rounds(1n)
    await clock.advance(PERIOD_MS)
    expect(rounds(1n, 100)).toEqual(Array.from({ length: 63 }, (_, i) => BigInt(i + 2)))
    await clock.advance(10 * PERIOD_MS)
    expect(asked.length).toBeLessThan(70)
    await end()
  })
})

test('the public beacon is asked over HTTP, and false answers are refused', async () => {
  const signature = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
  const randomness = toBareHex(sha256(Buffer.from(signature, 'hex')))
  const chain = toBareHex(QUICKNET.chainHash)
  const info = {
    public_key: toBareHex(QUICKNET.publicKey),
    period: 3,
    genesis_time: QUICKNET.genesisTime,
    hash: chain,
    groupHash: toBareHex(QUICKNET.groupHash),
    schemeID: QUICKNET.schemeId,
    metadata: { beaconID: 'quicknet' },
  }
  const answers: Record<string, unknown> = {
    [`/${chain}/info`]: info,
    [`/${chain}/public/1000`]: { round: 1000, randomness, signature },
    [`/${chain}/public/1001`]: { round: 1001, randomness, signature },
  }
  const { port } = await serveHttp(({ url = '' }, response) => {
    const answer = answers[url.split('?')[0]!]
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? {}))
  })
  const fetcher = createQuicknetFetcher(`http://127.0.0.1:${port}`)
  const pulse = await fetcher.round(1000n)
  expect([pulse.round, toBareHex(pulse.signature), toBareHex(pulse.randomness)]).toEqual([1000n, signature, randomness])
  await expect(fetcher.round(1001n)).rejects.toThrow()
  await expect(fetcher.newest()).rejects.toThrow()
})
