import { beforeAll, describe, expect, test } from 'vitest'
import { header } from '../../../../../chain/frame/header.ts'
import { checkInherentsResult, inherentDataType } from '../../../../../chain/frame/inherents.ts'
import { storage as system } from '../../../../../chain/frame/system/storage.ts'
import { createTimestamp } from '../../../../../chain/runtime/pallets/timestamp/index.ts'
import { storage } from '../../../../../chain/runtime/pallets/timestamp/storage.ts'
import { concat, utf8 } from '../../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { bytes, vec } from '../../../../../shared/scale/compound.ts'
import { u64 } from '../../../../../shared/scale/primitives.ts'
import { decode, encode } from '../../../../../shared/scale/type.ts'
import { createFixture } from '../../../../support/frame-fixture.ts'

beforeAll(cryptoReady)

const dataAt = (now: bigint) => encode(inherentDataType, { data: [[utf8('timstap0'), encode(u64, now)]] })
const inherentAt = (chain: ReturnType<typeof createFixture>, now: bigint) =>
  decode(vec(bytes()), chain.call('BlockBuilder_inherent_extrinsics', dataAt(now))).map((body) => encode(bytes(), body))
const setTo = (chain: ReturnType<typeof createFixture>, now: bigint) =>
  chain.runtime.tables.extrinsic.encodeBare({ pallet: 'Timestamp', call: 'set', args: { now } })

describe('the time of a block', () => {
  test('is the node’s, set by the first extrinsic', () => {
    const chain = createFixture()
    const now = storage.Now.get(chain.state) + 12_345n
    chain.begin()
    const [inherent, ...others] = inherentAt(chain, now)
    expect(others).toEqual([])
    expect(chain.apply(inherent!)).toEqual({ ok: true, value: { ok: true, value: undefined } })
    expect(storage.Now.get(chain.state)).toBe(now)
    chain.end()
    expect(storage.DidUpdate.has(chain.state)).toBe(false)
    expect(system.Number.get(chain.state)).toBe(2)
  })

  test('is half a slot after its parent’s when the node’s clock lags', () => {
    const chain = createFixture()
    const before = storage.Now.get(chain.state)
    chain.begin()
    for (const inherent of inherentAt(chain, before - 60_000n)) chain.apply(inherent)
    expect(storage.Now.get(chain.state)).toBe(before + 500n)
  })

  test('cannot be set twice, nor back, nor by a signed account', () => {
    const chain = createFixture()
    const before = storage.Now.get(chain.state)
    chain.begin()
    expect(() => chain.apply(setTo(chain, before + 499n))).toThrow('Timestamp must increment by at least')
    expect(chain.apply(setTo(chain, before + 500n)).ok).toBe(true)
    expect(() => chain.apply(setTo(chain, before + 9_000n))).toThrow('only once in the block')
  })

  test('the least time between blocks is half a slot, as a constant for clients', () => {
    expect(createTimestamp({ slotDurationMs: 250 }).constants.MinimumPeriod.value).toBe(125n)
    expect(createTimestamp({ slotDurationMs: 12_000 }).constants.MinimumPeriod.value).toBe(6_000n)
  })
})

describe('checking the time of somebody else’s block', () => {
  const check = (chain: ReturnType<typeof createFixture>, claimed: bigint, own: bigint) => {
    const zeros = new Uint8Array(32)
    const sealed = { parent_hash: zeros, number: 2, state_root: zeros, extrinsics_root: zeros, digest: { logs: [] } }
    const extrinsics = [decode(bytes(), setTo(chain, claimed))]
    const block = concat(encode(header, sealed), encode(vec(bytes()), extrinsics))
    return decode(checkInherentsResult, chain.call('BlockBuilder_check_inherents', concat(block, dataAt(own))))
  }

  test('accepts one near the own clock', () => {
    const chain = createFixture()
    const now = storage.Now.get(chain.state) + 1_000n
    expect(check(chain, now, now)).toMatchObject({ okay: true, fatal_error: false })
    expect(check(chain, now + 30_000n, now).okay).toBe(true)
  })

  test('refuses for good one too far in the future, and for now one too early', () => {
    const chain = createFixture()
    const now = storage.Now.get(chain.state) + 1_000n
    expect(check(chain, now + 30_001n, now)).toMatchObject({ okay: false, fatal_error: true })
    expect(check(chain, now - 501n, now)).toEqual({
      okay: false,
      fatal_error: false,
      errors: { data: [[utf8('timstap0'), Uint8Array.of(0)]] },
    })
  })
})
