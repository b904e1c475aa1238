import { beforeAll, describe, expect, it } from 'vitest'
import { createForward } from '../../miner/forward.ts'
import { createRounds } from '../../miner/rounds.ts'
import { fromHex } from '../../shared/bytes.ts'
import { type Keypair, keypairFromUri, verifySignature } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { answerHash, commitMessage } from '../../shared/round/answer-hash.ts'
import type { Payload } from '../../shared/wire/payload.ts'
import { parsePayload } from '../../shared/wire/payload.ts'
import { commitRoute, revealRoute } from '../../shared/wire/routes.ts'
import { createFakeModel } from '../support/fake-model.ts'
import { answerRequest, createStillClock } from './axon-fixture.ts'

beforeAll(cryptoReady)

let salted = 0
const random = (length: number) => new Uint8Array(length).fill(++salted)
const hotkey = (): Keypair => keypairFromUri('//M')
const validator = () => keypairFromUri('//V').ss58
const received = (round = 'r1') => ({
  validator: validator(),
  request: { ...answerRequest(), round },
  requestHash: 'a digest',
})

function setUp() {
  const model = createFakeModel()
  const forward = createForward({ mechanism: glyphs, model })
  return { model, rounds: createRounds({ hotkey: hotkey(), forward, clock: createStillClock(), random }) }
}

describe('the rounds of a miner', () => {
  it('reveal what was committed to, signed by the hotkey', async () => {
    const { rounds, model } = setUp()
    const committed = commitRoute.response(await rounds.commit(received()))
    const { payload, salt } = revealRoute.response(rounds.reveal(validator(), 'r1'))
    const parties = { round: 'r1', validator: validator(), miner: hotkey().ss58 }
    expect(answerHash({ ...parties, salt: fromHex(salt), payload })).toBe(committed.hash)
    const message = commitMessage({ ...parties, hash: committed.hash })
    expect(verifySignature(message, fromHex(committed.signature), hotkey().publicKey)).toBe(true)
    expect(parsePayload(payload)).toMatchObject({ model: model.digest })
  })

  it('commit to the same answers differently in every round', async () => {
    const { rounds } = setUp()
    const [one, two] = [await rounds.commit(received('r1')), await rounds.commit(received('r2'))]
    expect(one.hash).not.toBe(two.hash)
    const [first, second] = [rounds.reveal(validator(), 'r1'), rounds.reveal(validator(), 'r2')]
    expect(first.payload).toBe(second.payload)
    expect(first.salt).not.toBe(second.salt)
  })

  it('answer the same question again without asking the model', async () => {
    const { rounds, model } = setUp()
    const [one, two] = await Promise.all([rounds.commit(received()), rounds.commit(received())])
    expect(await rounds.commit(received())).toEqual(one)
    expect(two).toEqual(one)
    expect(model.batches).toEqual([3])
  })

  it('refuse answers that could not be revealed', async () => {
    const forward = async (): Promise<Payload> => ({
      answers: 'x'.repeat(revealRoute.maxResponseBytes),
      model: '00'.repeat(32),
      proofs: [],
    })
    const rounds = createRounds({ hotkey: hotkey(), forward, clock: createStillClock(), random })
    await expect(rounds.commit(received())).rejects.toMatchObject({ code: 'answers-too-large' })
    expect(() => rounds.reveal(validator(), 'r1')).toThrow(expect.objectContaining({ code: 'unknown-round' }))
  })
})
