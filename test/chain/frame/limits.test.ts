import { beforeAll, describe, expect, test } from 'vitest'
import type { DispatchInfo } from '../../../chain/frame/dispatch-info.ts'
import {
  BLOCK_LENGTH,
  BLOCK_WEIGHTS,
  blockLength,
  blockWeights,
  checkExtrinsicFits,
  fullRefTime,
  reserveInBlock,
} from '../../../chain/frame/limits.ts'
import { storage } from '../../../chain/frame/system/storage.ts'
import { toHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { encode } from '../../../shared/scale/type.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'

beforeAll(cryptoReady)

const exhausted = expect.objectContaining({ wire: { tag: 'Invalid', value: [{ tag: 'ExhaustsResources' }] } })
const info = (refTime: bigint, of: DispatchInfo['class'] = 'normal'): DispatchInfo => ({
  refTime,
  class: of,
  pays: 'yes',
})
const SECOND = 1_000_000_000_000n

describe('block limits', () => {
  test('are those of subtensor', () => {
    expect(toHex(encode(blockWeights, BLOCK_WEIGHTS))).toMatch(
      /^0xc2a0e766000b00409452a30313ffffffffffffffff2261c91900010bb837a1555d021366666666666666a6010b0030ef7dba0213ffffffffffffffbf0100002261c919/,
    )
    expect(toHex(encode(blockLength, BLOCK_LENGTH))).toBe('0x000078000000a0000000a000')
  })

  test('a call larger than a block’s share for one is refused', () => {
    expect(() => checkExtrinsicFits(info(3n * SECOND), 100)).toThrowError(exhausted)
    expect(() => checkExtrinsicFits(info(SECOND), 100)).not.toThrow()
    const most = BLOCK_WEIGHTS.per_class.normal.max_extrinsic!.ref_time
    expect(() => checkExtrinsicFits(info(most), 7_864_320)).not.toThrow()
    expect(() => checkExtrinsicFits(info(most + 1n), 100)).toThrowError(exhausted)
    expect(() => checkExtrinsicFits(info(1n), 7_864_321)).toThrowError(exhausted)
  })

  test('normal calls fill three quarters of a block, operational ones the rest', () => {
    const state = createMemoryStorage()
    let count = 0
    expect(() => {
      for (; count < 1_000; count++) reserveInBlock(state, info(SECOND / 10n), 100)
    }).toThrowError(exhausted)
    expect(count).toBe(29)
    expect(storage.BlockWeight.get(state).normal.ref_time).toBe(29n * fullRefTime(info(SECOND / 10n)))
    expect(storage.AllExtrinsicsLen.get(state)).toBe(2_900)
    expect(() => reserveInBlock(state, info(SECOND / 10n, 'operational'), 100)).not.toThrow()
  })

  test('mandatory calls always fit', () => {
    const state = createMemoryStorage()
    for (let i = 0; i < 10; i++) reserveInBlock(state, info(SECOND, 'mandatory'), 100)
    expect(() => reserveInBlock(state, info(1n), 100)).toThrowError(exhausted)
    // What is reserved for operational calls stays theirs even then.
    expect(() => reserveInBlock(state, info(1n, 'operational'), 100)).not.toThrow()
  })

  test('bytes are limited too', () => {
    const state = createMemoryStorage()
    reserveInBlock(state, info(1n), 7_000_000)
    expect(() => reserveInBlock(state, info(1n), 1_000_000)).toThrowError(exhausted)
    expect(storage.AllExtrinsicsLen.get(state)).toBe(7_000_000)
    reserveInBlock(state, info(1n), 864_320)
    expect(() => reserveInBlock(state, info(1n), 1)).toThrowError(exhausted)
    expect(storage.AllExtrinsicsLen.get(state)).toBe(7_864_320)
  })
})
