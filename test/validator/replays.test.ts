import { beforeAll, expect, it } from 'vitest'
import { toHex } from '../../shared/bytes.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { commitMessage } from '../../shared/round/answer-hash.ts'
import { commitFault } from '../../validator/replays.ts'
import { minerKey, minerOf, VALIDATOR } from './support/round.ts'

beforeAll(cryptoReady)

const hash = 'ab'.repeat(32)
const earlier = [
  { name: '2', commitHash: 'cd'.repeat(32) },
  { name: '1', commitHash: hash },
]

/** A commitment that the miner has signed for round 3. */
function committed(to: string) {
  const parties = { round: '3', validator: VALIDATOR.ss58, miner: minerOf(1) }
  return {
    parties,
    response: { hash: to, signature: toHex(minerKey(1).sign(commitMessage({ ...parties, hash: to }))) },
  }
}

it('the hash of an earlier round is a replay, however well it is signed for this one', () => {
  const { response, parties } = committed(hash)
  expect(commitFault(response, parties, earlier)).toEqual({
    outcome: 'replayed',
    detail: 'committed to the answers of round 1',
  })
})

it('a new hash that is signed for this round is none, whatever came before', () => {
  const { response, parties } = committed('ef'.repeat(32))
  expect(commitFault(response, parties, [...earlier, { name: '0', commitHash: null }])).toBeUndefined()
})
