import { beforeAll, describe, expect, it } from 'vitest'
import { admit } from '../../../../chain/node/pool/admission.ts'
import { createBans } from '../../../../chain/node/pool/bans.ts'
import { createTxGraph, toPoolTx } from '../../../../chain/node/pool/tx-graph.ts'
import type { Verdict } from '../../../../chain/node/pool/validity.ts'
import { toBareHex } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

beforeAll(cryptoReady)

const extrinsic = Uint8Array.of(8, 1, 2)
const hash = () => blake2b256(extrinsic)
const valid = { priority: 1n, requires: [], provides: [Uint8Array.of(1)], longevity: 5n, propagate: true }

function setUp(verdict: Verdict | Error = { tag: 'valid', valid }) {
  let asked = 0
  const deps = {
    graph: createTxGraph(() => {}),
    bans: createBans(createManualClock(), 1000),
    maxExtrinsicBytes: 10,
    validate() {
      asked += 1
      if (verdict instanceof Error) throw verdict
      return verdict
    },
  }
  return { deps, asked: () => asked }
}
const refusedWith = (code: number) =>
  expect.objectContaining({ code: 'invalid-transaction', context: expect.objectContaining({ code }) })

describe('admission', () => {
  it('gives the hash and the verdict', () => {
    expect(admit(extrinsic, setUp().deps)).toEqual({ hash: hash(), verdict: valid })
  })

  it('takes an extrinsic that just fits into a block', () => {
    const largest = Uint8Array.of(36, ...new Uint8Array(9))
    expect(admit(largest, setUp().deps).hash).toEqual(blake2b256(largest))
  })

  it('asks the runtime nothing about what is malformed, known, banned or too large', () => {
    const { deps, asked } = setUp()
    expect(() => admit(Uint8Array.of(8, 1), deps)).toThrow(refusedWith(1001))
    expect(() => admit(Uint8Array.of(40, ...new Uint8Array(10)), deps)).toThrow(refusedWith(1010))
    deps.bans.add(toBareHex(hash()))
    expect(() => admit(extrinsic, deps)).toThrow(refusedWith(1012))
    deps.graph.insert(toPoolTx({ hash: hash(), extrinsic, arrival: 0 }, valid, 0))
    expect(() => admit(extrinsic, deps)).toThrow(refusedWith(1013))
    expect(asked()).toBe(0)
  })

  it.each([
    [1010, { tag: 'refused', error: { tag: 'invalid', text: 'bad' } }],
    [1010, { tag: 'refused', error: { tag: 'exhausts-resources', text: 'large' } }],
    [1011, { tag: 'refused', error: { tag: 'unknown', text: 'lookup' } }],
    [1002, { tag: 'valid', valid: { ...valid, provides: [] } }],
    [1002, new Error('panic')],
  ] as const)('fails with %i for the verdict %o', (code, verdict) => {
    expect(() => admit(extrinsic, setUp(verdict).deps)).toThrow(refusedWith(code))
  })
})
