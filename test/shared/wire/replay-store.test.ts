import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { Ss58 } from '../../../shared/units.ts'
import { FUTURE_SKEW_NS, MAX_AGE_NS } from '../../../shared/wire/auth-window.ts'
import { createReplayStore } from '../../../shared/wire/replay-store.ts'

const SECOND = 1_000_000_000n
let alice: Ss58
let bob: Ss58

beforeAll(async () => {
  await cryptoReady()
  alice = keypairFromUri('//Alice').ss58
  bob = keypairFromUri('//Bob').ss58
})

describe('the replay store', () => {
  it('knows a nonce for as long as it could be accepted', () => {
    const step = fc.record({
      waitNs: fc.bigInt({ min: 0n, max: 8n * SECOND }),
      offsetNs: fc.bigInt({ min: -MAX_AGE_NS, max: FUTURE_SKEW_NS }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = createReplayStore({ notBeforeNs: 0n })
        const accepted = new Set<bigint>()
        let now = 100n * SECOND
        for (const { waitNs, offsetNs } of steps) {
          now += waitNs
          const nonce = now + offsetNs
          expect(store.add(alice, nonce, now)).toBe(accepted.has(nonce) ? 'seen' : 'new')
          accepted.add(nonce)
          for (const old of accepted) if (now - old <= MAX_AGE_NS) expect(store.has(alice, old)).toBe(true)
        }
      }),
    )
  })

  it('refuses a sender with too many nonces, and nobody else', () => {
    const store = createReplayStore({ notBeforeNs: 0n, maxPerSender: 2 })
    expect([1n, 2n, 3n].map((nonce) => store.add(alice, nonce, 5n))).toEqual(['new', 'new', 'full'])
    expect(store.add(bob, 1n, 5n)).toBe('new')
    expect(store.add(alice, 1n, 5n)).toBe('seen')
  })

  it('refuses everybody when all room is used, until 12 s have passed', () => {
    const store = createReplayStore({ notBeforeNs: 0n, maxTotal: 2 })
    expect(store.add(alice, 1n, SECOND)).toBe('new')
    expect(store.add(bob, 1n, SECOND)).toBe('new')
    expect(store.add(bob, 2n, SECOND)).toBe('full')
    expect(store.add(bob, 2n, 13n * SECOND)).toBe('new')
    expect(store.has(alice, 1n)).toBe(true)
    expect(store.add(bob, 3n, 40n * SECOND)).toBe('new')
    expect(store.has(alice, 1n)).toBe(false)
  })

  it('keeps what it knows when the clock steps back', () => {
    const store = createReplayStore({ notBeforeNs: 0n })
    store.add(alice, 100n * SECOND, 100n * SECOND)
    store.add(alice, 50n * SECOND, 50n * SECOND)
    expect(store.add(alice, 100n * SECOND, 101n * SECOND)).toBe('seen')
  })
})
