import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStrategy } from '../../../miner/strategies/open-strategy.ts'
import type { StrategyConfig } from '../../../miner/strategies/strategy-config.ts'
import { utf8 } from '../../../shared/bytes.ts'
import { sha256Hex } from '../../../shared/crypto/hashes.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { silentLogger } from '../../../shared/log.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { parseProofs } from '../../../shared/proof/wire-proofs.ts'
import { createRng } from '../../../shared/rng.ts'
import { createFakeModel } from '../../support/fake-model.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { answerRequest } from '../axon-fixture.ts'

let folder: string
beforeAll(async () => {
  await cryptoReady()
  folder = await mkdtemp(join(tmpdir(), 'strategies-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Rows that hang on the task, so that answers can be told from each other. */
const rowOf = (inputs: Float32Array): readonly number[] => {
  const first = 0.1 + 0.8 * Math.abs(Math.sin(inputs.reduce((sum, value, at) => sum + value * (at + 1), 0)))
  return [first, ...Array<number>(9).fill((1 - first) / 9)]
}
const tasks = glyphs.makeTasks(createRng(new Uint8Array(16)), 3)
const asked = () => ({ validator: keypairFromUri('//V').ss58, request: answerRequest() })

function open(config: StrategyConfig) {
  const model = createFakeModel({ rowOf, hiddenOf: (inputs) => Array.from(inputs.subarray(0, 16)) })
  let drawn = 0
  const clock = createManualClock()
  const opened = openStrategy(config, {
    mechanism: glyphs,
    model,
    hotkey: keypairFromUri('//M'),
    neuronOf: () => undefined,
    registeredModelOf: async () => undefined,
    clock,
    log: silentLogger,
    random: (length) => new Uint8Array(length).fill(++drawn),
    signal: new AbortController().signal,
  })
  return { model, clock, opened }
}
const right = tasks.map(({ inputs }) => Float32Array.from(rowOf(inputs)))

describe('the honest strategy', () => {
  it('answers with its model and proves it', async () => {
    const { model, opened } = open({ tag: 'honest' })
    const { forward, digest } = await opened
    const payload = await forward(asked())
    expect(glyphs.parseAnswers(payload.answers, tasks)).toEqual(right)
    expect(parseProofs(payload.proofs, 3)).toHaveLength(1)
    expect([payload.model, digest]).toEqual([model.digest, model.digest])
    expect(model.batches).toEqual([3])
  })

  it('refuses what is not for its mechanism', async () => {
    const { forward } = await open({ tag: 'honest' }).opened
    const { validator, request } = asked()
    await expect(forward({ validator, request: { ...request, mechanism: 'poems' } })).rejects.toMatchObject({
      code: 'wrong-mechanism',
    })
  })
})

describe('the random strategy', () => {
  it('answers something else every time, without its model and without proofs', async () => {
    const { model, opened } = open({ tag: 'random' })
    const { forward, digest } = await opened
    const [one, two] = [await forward(asked()), await forward(asked())]
    expect(glyphs.parseAnswers(one.answers, tasks)).toHaveLength(3)
    expect(one.answers).not.toEqual(two.answers)
    expect([one.model, digest, one.proofs, model.batches]).toEqual([model.digest, model.digest, [], []])
  })
})

describe('the cache strategy', () => {
  it('answers what it has seen without its model', async () => {
    const { model, opened } = open({ tag: 'cache' })
    const { forward } = await opened
    const one = await forward(asked())
    expect(glyphs.parseAnswers(one.answers, tasks)).toEqual(right)
    expect(await forward(asked())).toEqual(one)
    expect(one.proofs).toEqual([])
    expect(model.batches).toEqual([3])
  })
})

describe('the late strategy', () => {
  it('answers rightly, with proofs, after its delay', async () => {
    const { clock, opened } = open({ tag: 'late', delayMs: 9_000 })
    const { forward } = await opened
    const answering = forward(asked())
    await expect.poll(() => clock.sleepers()).toBe(1)
    await clock.advance(9_000)
    const payload = await answering
    expect(glyphs.parseAnswers(payload.answers, tasks)).toEqual(right)
    expect(payload.proofs).toHaveLength(1)
  })
})

describe('the downgrade strategy', () => {
  it('claims and registers the other file, and answers with its own model', async () => {
    const claims = join(folder, 'good.onnx')
    await writeFile(claims, 'a good model')
    const { model, opened } = open({ tag: 'downgrade', claims })
    const { forward, digest } = await opened
    const payload = await forward(asked())
    const claimed = sha256Hex(utf8('a good model'))
    expect([digest, payload.model]).toEqual([claimed, claimed])
    expect(claimed).not.toBe(model.digest)
    expect(glyphs.parseAnswers(payload.answers, tasks)).toEqual(right)
    expect(payload.proofs).toHaveLength(1)
  })

  it('does not start without the file that it claims', async () => {
    const { opened } = open({ tag: 'downgrade', claims: join(folder, 'none.onnx') })
    await expect(opened).rejects.toMatchObject({ code: 'model-missing' })
  })
})

describe('the relay strategy', () => {
  it('answers with its own model as long as the victim is nowhere', async () => {
    const { forward } = await open({ tag: 'relay', victim: keypairFromUri('//Victim').ss58, timeoutMs: 100 }).opened
    const { answers } = await forward(asked())
    expect(glyphs.parseAnswers(answers, tasks)).toEqual(right)
  })
})
