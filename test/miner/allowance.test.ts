import { describe, expect, it } from 'vitest'
import { createAllowance, DEFAULT_BYTES_PER_SECOND } from '../../miner/allowance.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { forecast } from '../../shared/mechanism/forecast/forecast.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { createLabelled } from '../../shared/mechanism/labelled/labelled.ts'
import { language } from '../../shared/mechanism/language/language.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { programs } from '../../shared/mechanism/programs/programs.ts'
import { retrieval } from '../../shared/mechanism/retrieval/retrieval.ts'
import { MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES } from '../../shared/wire/limits.ts'
import { blobs } from '../support/labelled-rows.ts'
import { seeded } from '../support/seeded.ts'
import { createStillClock } from './axon-fixture.ts'

await cryptoReady()
const [sender, other] = [keypairFromUri('//V').ss58, keypairFromUri('//W').ss58]
const setUp = ({ requestsPerSecond = 20, bytesPerSecond = DEFAULT_BYTES_PER_SECOND } = {}) => {
  const clock = createStillClock()
  return { clock, allowance: createAllowance({ requestsPerSecond, bytesPerSecond, clock }) }
}
const refusal = (retryAfterS: number, what: RegExp) =>
  expect.objectContaining({ code: 'rate-limited', message: expect.stringMatching(what), context: { retryAfterS } })

const labelled = createLabelled(blobs(seeded(2), { rows: 60, width: 64, classes: 3, spread: 1 }))

/** Sizes of a round of so many tasks, all of them the same: what differs between tasks is not how long they are. */
function roundOf(mechanism: Mechanism, items: number) {
  const [task] = mechanism.makeTasks(seeded(1), 1)
  const tasks = Array.from({ length: items }, () => task)
  const length = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
  return { request: length(mechanism.toRequest(tasks)) + 512, answers: length(mechanism.naiveAnswers(tasks)) }
}

/** The most tasks of a round that a validator takes as `--items`. */
function mostItems(mechanism: Mechanism): number {
  const { request } = roundOf(mechanism, 64)
  return Math.min(4_096, Math.floor((64 * MAX_REQUEST_BYTES) / request))
}

describe('what one validator may ask for', () => {
  it.each(
    [glyphs, forecast, language, programs, retrieval, labelled].map((mechanism) => [mechanism.id, mechanism] as const),
  )('is by default at least a round of as many %s as fit, every second', (_, mechanism) => {
    const { request, answers } = roundOf(mechanism, mostItems(mechanism))
    expect(request).toBeLessThanOrEqual(MAX_REQUEST_BYTES)
    expect(answers).toBeLessThanOrEqual(MAX_RESPONSE_BYTES)
    const { clock, allowance } = setUp()
    const play = () => {
      allowance.check(sender, request)
      allowance.takeRequest(sender, request)
      allowance.check(sender, 4_096)
      allowance.takeRequest(sender, 40)
      allowance.takeAnswers(sender, answers)
    }
    for (let second = 0; second < 60; second++) {
      play()
      clock.move(1_000)
    }
    // Nor when a validator that was killed asks the same again.
    clock.move(1_000)
    play()
    play()
  })

  it('is the largest message once in a while, however little is allowed', () => {
    const { clock, allowance } = setUp({ bytesPerSecond: 1_024 })
    const ask = () => {
      allowance.check(sender, MAX_REQUEST_BYTES)
      allowance.takeRequest(sender, MAX_REQUEST_BYTES)
      allowance.takeAnswers(sender, MAX_RESPONSE_BYTES)
    }
    ask()
    clock.move(4_095_000)
    expect(ask).toThrow(refusal(1, /has 4194304 bytes, and 1 KiB per second are allowed; ask again in 1 s/))
    clock.move(1_000)
    ask()
  })

  it('is refused with the reason and the time to wait', () => {
    const { clock, allowance } = setUp({ requestsPerSecond: 1, bytesPerSecond: 2_000_000 })
    allowance.takeRequest(sender, 4_000_000)
    expect(() => allowance.check(sender, 4_100_000)).toThrow(refusal(2, /asks for too much: .*4100000 bytes/))
    allowance.takeRequest(sender, 1)
    expect(() => allowance.check(sender, 1)).toThrow(refusal(1, /asks too often: 1 requests per second/))
    allowance.takeAnswers(sender, 4_000_000)
    expect(() => allowance.takeAnswers(sender, 4_000_000)).toThrow(refusal(2, /fetches too much/))
    clock.move(2_000)
    allowance.takeAnswers(sender, 4_000_000)
  })

  it('is a matter of one validator', () => {
    const { allowance } = setUp()
    for (let i = 0; i < 2; i++) allowance.takeRequest(sender, MAX_REQUEST_BYTES)
    expect(() => allowance.check(sender, MAX_REQUEST_BYTES)).toThrow(refusal(1, /asks for too much/))
    allowance.check(other, MAX_REQUEST_BYTES)
  })

  it('is not used up by whoever only says that it is that validator', () => {
    const { allowance } = setUp({ requestsPerSecond: 1 })
    for (let i = 0; i < 100; i++) allowance.check(sender, MAX_REQUEST_BYTES)
    expect(() => allowance.takeRequest(sender, MAX_REQUEST_BYTES)).not.toThrow()
  })
})
