import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { toBareHex } from '../../../shared/bytes.ts'
import { keypairFromUri, verifySignature } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { answerHash, commitMessage } from '../../../shared/round/answer-hash.ts'

beforeAll(cryptoReady)

const [validator, miner] = ['//V', '//M'].map((uri) => keypairFromUri(uri).ss58) as [never, never]
const base = { round: 'r1', validator, miner, salt: new Uint8Array(32).fill(3), payload: '{"answers":[1]}' }

describe('answerHash', () => {
  test('is SHA-256 over the framed parts, with the payload as it is written', () => {
    const part = (bytes: string | Uint8Array) => {
      const length = Buffer.alloc(4)
      length.writeUInt32LE(Buffer.from(bytes).length)
      return Buffer.concat([length, Buffer.from(bytes)])
    }
    const { round, salt, payload } = base
    const bytes = Buffer.concat(['meritnet answers', round, validator, miner, salt, payload].map(part))
    expect(answerHash(base)).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(answerHash({ ...base, payload: '{"answers": [1]}' })).not.toBe(answerHash(base))
  })

  test('binds every part', () => {
    const hashes = [
      base,
      { ...base, round: 'r2' },
      { ...base, validator: miner },
      { ...base, miner: validator },
      { ...base, salt: new Uint8Array(32) },
      { ...base, payload: '' },
      { ...base, validator: miner, miner: validator },
    ].map(answerHash)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('takes any text apart from any other', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (round, payload, otherRound, otherPayload) => {
        const isSame = round === otherRound && payload === otherPayload
        const hashes = [
          { ...base, round, payload },
          { ...base, round: otherRound, payload: otherPayload },
        ].map(answerHash)
        expect(hashes[0] === hashes[1]).toBe(isSame)
      }),
    )
  })
})

describe('commitMessage', () => {
  test('is signed for one round, validator and miner', () => {
    const pair = keypairFromUri('//M')
    const commitment = { round: 'r1', validator, miner, hash: answerHash(base) }
    const signature = pair.sign(commitMessage(commitment))
    expect(verifySignature(commitMessage(commitment), signature, pair.publicKey)).toBe(true)
    for (const change of [{ round: 'r2' }, { validator: miner }, { miner: validator }, { hash: '00'.repeat(32) }])
      expect(verifySignature(commitMessage({ ...commitment, ...change }), signature, pair.publicKey)).toBe(false)
  })

  test('never equals what the hash is over', () => {
    expect(toBareHex(commitMessage({ round: '', validator, miner, hash: '' }))).toContain(
      Buffer.from('meritnet commit').toString('hex'),
    )
    expect(() => commitMessage({ round: '', validator, miner, hash: 'xy' })).toThrow(
      expect.objectContaining({ code: 'malformed-hex' }),
    )
  })
})
