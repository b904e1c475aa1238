import { expect, test } from 'vitest'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import type { WritableField } from '../../shared/subtensor/client.ts'
import { netUid } from '../../shared/units.ts'
import { openLocalSubnet } from '../support/local-subnet.ts'

const { chain, client, netuid } = await openLocalSubnet({
  tempo: 360,
  validators: [{ coldkey: '//Bob', hotkey: '//commitments//validator' }],
  miners: ['//commitments//miner'],
})
const validator = () => keypairFromUri('//commitments//validator')
const miner = () => keypairFromUri('//commitments//miner')

test('a model digest and raw bytes of any length go to the chain and come back', async () => {
  const digest: WritableField = { tag: 'sha256', digest: new Uint8Array(32).fill(9) }
  const { number } = await client.setCommitment(netuid, [digest], miner())
  const raw = (length: number): WritableField => ({ tag: 'raw', bytes: new Uint8Array(length).fill(length) })
  const fields = [raw(0), raw(1), raw(128)]
  const later = await client.setCommitment(netuid, fields, validator())
  expect(await client.commitments(netuid)).toEqual(
    new Map([
      [miner().ss58, { block: number, fields: [digest] }],
      [validator().ss58, { block: later.number, fields }],
    ]),
  )
})

test('what was committed before can be read at a block of then', async () => {
  const field = (byte: number): WritableField => ({ tag: 'raw', bytes: new Uint8Array(40).fill(byte) })
  const before = await client.setCommitment(netuid, [field(1)], validator())
  const after = await client.setCommitment(netuid, [field(0x41)], validator())
  expect((await client.commitments(netuid, before)).get(validator().ss58)).toEqual({
    block: before.number,
    fields: [field(1)],
  })
  expect((await client.commitments(netuid, after)).get(validator().ss58)?.fields).toEqual([field(0x41)])
})

test('fields of other kinds are told apart and keep nothing from being read', async () => {
  const info = { fields: [{ BigRaw: '0x0102' }, { None: null }, { Keccak256: `0x${'01'.repeat(32)}` }] }
  await chain.submit({ pallet: 'Commitments', call: 'set_commitment', args: [netuid, info] }, validator())
  const found = await client.commitments(netuid)
  expect(found.get(validator().ss58)?.fields).toEqual(Array(3).fill({ tag: 'other' }))
  expect(found.get(miner().ss58)?.fields).toHaveLength(1)
})

test('the chain refuses strangers, and more bytes than an epoch holds', async () => {
  const field: WritableField = { tag: 'raw', bytes: new Uint8Array(128) }
  await expect(client.setCommitment(netuid, [field], keypairFromUri('//Alice'))).rejects.toMatchObject({
    code: 'extrinsic-failed',
    context: { error: 'Commitments.AccountNotAllowedCommit' },
  })
  const fill = async () => {
    for (let i = 0; i < 9; i++) await client.setCommitment(netuid, [field, field, field], miner())
  }
  await expect(fill()).rejects.toMatchObject({
    code: 'extrinsic-failed',
    context: { error: 'Commitments.SpaceLimitExceeded' },
  })
})

test('an unknown netuid names the ones that exist', async () => {
  await expect(client.commitments(netUid(99))).rejects.toMatchObject({ code: 'unknown-netuid' })
})
