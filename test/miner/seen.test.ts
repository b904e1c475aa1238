import { describe, expect, it } from 'vitest'
import { createSeen } from '../../miner/seen.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { signRequest, verifyRequest } from '../../shared/wire/auth.ts'
import { toNs } from '../../shared/wire/auth-window.ts'

const START = 1_752_076_800_000
const HOUR = 3_600_000

/** A wall clock that was wrong by `errorMs` when the process started, and can be set right. */
function createWrongClock(errorMs: number) {
  let [elapsedMs, wrongMs] = [0, errorMs]
  return {
    now: () => START + elapsedMs + wrongMs,
    monotonic: () => 7_000.5 + elapsedMs,
    pass(ms: number) {
      elapsedMs += ms
    },
    setRight() {
      wrongMs = 0
    },
  }
}

async function setUp(errorMs: number) {
  await cryptoReady()
  const [sender, receiver] = [keypairFromUri('//V'), keypairFromUri('//M').ss58]
  const clock = createWrongClock(errorMs)
  const seen = createSeen(clock)
  /** The verdict on a request signed so long after the start, by a sender whose clock is right. */
  const send = (signedMs: number) => {
    const request = { method: 'POST', target: '/commit', body: new Uint8Array() }
    const headers = signRequest({ ...request, sender, receiver, nonceNs: toNs(START + signedMs) })
    try {
      verifyRequest({ ...request, headers, receiver, nowNs: toNs(clock.now()), seen })
      return 'accepted'
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error
    }
  }
  return { clock, send }
}

describe('nonces that were seen', () => {
  it.each([HOUR, -HOUR, 5_000, 0])(
    'are told from new ones once a clock that was %i ms ahead is right',
    async (errorMs) => {
      const { clock, send } = await setUp(errorMs)
      clock.pass(5_000)
      clock.setRight()
      expect(send(4_000)).toBe('accepted')
      expect(send(4_000)).toBe('nonce-replayed')
      expect(send(-1_000)).toBe('nonce-too-old')
      clock.pass(1_000)
      expect(send(5_500)).toBe('accepted')
      expect(send(4_000)).toBe('nonce-replayed')
    },
  )

  it('are kept out by age after a restart', async () => {
    const { send } = await setUp(0)
    expect(send(-1)).toBe('nonce-too-old')
    expect(send(0)).toBe('accepted')
  })
})
