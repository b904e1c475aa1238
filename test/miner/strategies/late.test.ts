import { describe, expect, it } from 'vitest'
import type { Asked } from '../../../miner/forward.ts'
import { createLate } from '../../../miner/strategies/late.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { Payload } from '../../../shared/wire/payload.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { answerRequest } from '../axon-fixture.ts'

await cryptoReady()
const payload: Payload = { answers: [1], model: 'ab'.repeat(32), proofs: [] }
const asked: Asked = { validator: keypairFromUri('//V').ss58, request: answerRequest() }

describe('the late strategy', () => {
  it('answers what its model says, after the delay', async () => {
    const clock = createManualClock()
    const late = createLate({
      forward: async () => payload,
      delayMs: 5_000,
      clock,
      signal: new AbortController().signal,
    })
    let answered: Payload | undefined
    const answering = late(asked).then((answer) => {
      answered = answer
    })
    await clock.advance(4_999)
    expect(answered).toBeUndefined()
    await clock.advance(1)
    await answering
    expect(answered).toEqual(payload)
  })

  it('gives up when the miner stops', async () => {
    const stopping = new AbortController()
    const clock = createManualClock()
    const late = createLate({ forward: async () => payload, delayMs: 5_000, clock, signal: stopping.signal })
    const answering = late(asked)
    stopping.abort(new Error('stopped'))
    await expect(answering).rejects.toThrow('stopped')
  })

  it('fails as its model does, at once', async () => {
    const late = createLate({
      forward: () => Promise.reject(new Error('broken')),
      delayMs: 5_000,
      clock: createManualClock(),
      signal: new AbortController().signal,
    })
    await expect(late(asked)).rejects.toThrow('broken')
  })
})
