import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { downgradeModel } from '../../miner/models/downgrade.ts'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Model } from '../../shared/model/model.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { answerProvably } from '../../shared/proof/answer-provably.ts'
import { createRng } from '../../shared/rng.ts'
import { type ModelShelf, openModelShelf } from '../../validator/model-shelf.ts'
import { checkProofs } from '../../validator/proofs.ts'
import { createFakeModel } from '../support/fake-model.ts'

const TASKS = 128
const tasks = glyphs.makeTasks(createRng(new Uint8Array(32)), TASKS)
const bytes = readFileSync(join(committedLadder('glyphs'), 'glyphs-6.onnx'))
const registeredModel = sha256Hex(bytes)
let shelf: ModelShelf
let registered: Model
let downgraded: Model

beforeAll(async () => {
  shelf = await openModelShelf(committedLadder('glyphs'))
  registered = await openModel(bytes)
  downgraded = await openModel(downgradeModel(bytes))
  return async () => {
    await Promise.all([registered.close(), downgraded.close(), shelf.close()])
  }
})

/** What a miner reveals that answers and proves by a model and claims the registered one. */
async function revealOf(model: Model) {
  const wire = await answerProvably(glyphs, glyphs.parseRequest(glyphs.toRequest(tasks)), model)
  return {
    mechanism: glyphs,
    tasks,
    answers: glyphs.parseAnswers(wire.answers, tasks),
    payload: { model: registeredModel, proofs: [...(wire.proofs ?? [])] },
    registeredModel,
  }
}

describe('proofs of a reveal', () => {
  it('hold when the registered model answered', async () => {
    expect(await checkProofs(await revealOf(registered), shelf)).toMatchObject({
      proof: 'verified',
      proofDetail: expect.stringMatching(/^4 of 4 hold/),
    })
  })

  it('fail when its int8 copy did', async () => {
    expect(await checkProofs(await revealOf(downgraded), shelf)).toMatchObject({ proof: 'failed' })
  })

  it('fail when they are those of the registered model under the answers of another', async () => {
    const [honest, cheat] = [await revealOf(registered), await revealOf(downgraded)]
    expect(await checkProofs({ ...cheat, payload: honest.payload }, shelf)).toMatchObject({ proof: 'failed' })
  })

  it('fail when they are no proofs', async () => {
    const honest = await revealOf(registered)
    const [first = '', ...rest] = honest.payload.proofs
    const zeroModulus = Buffer.from(first, 'base64')
    zeroModulus.writeUInt16LE(0, 0)
    const wrong = [
      [first],
      [...honest.payload.proofs, first],
      ['', ...rest],
      [`${first}\n`, ...rest],
      [zeroModulus.toString('base64'), ...rest],
      [Buffer.of(1, 0).toString('base64'), ...rest],
    ]
    for (const proofs of wrong)
      expect(await checkProofs({ ...honest, payload: { ...honest.payload, proofs } }, shelf)).toMatchObject({
        proof: 'failed',
        proofDetail: expect.stringMatching(/proof/),
      })
  })

  it('say nothing where there are none, or nothing to hold them against', async () => {
    const honest = await revealOf(registered)
    const without = { ...honest, payload: { ...honest.payload, proofs: [] } }
    const unregistered = { ...honest, registeredModel: null }
    const another = { ...honest, payload: { ...honest.payload, model: 'ab'.repeat(32) } }
    const verdicts = [
      await checkProofs(without, shelf),
      await checkProofs(unregistered, shelf),
      await checkProofs(another, shelf),
      await checkProofs(honest, { open: async () => undefined }),
      // A file without a hidden layer, and one that cannot be opened: the validator's own trouble.
      await checkProofs(honest, { open: async () => createFakeModel() }),
      await checkProofs(honest, {
        open: () => {
          throw new Error('disk failure')
        },
      }),
    ]
    expect(verdicts.map(({ proof }) => proof)).toEqual(Array(6).fill('absent'))
    expect(verdicts.map(({ proofDetail }) => proofDetail === '')).toEqual([true, ...Array(5).fill(false)])
  })
})

describe('a shelf of models', () => {
  const folderOf = (files: Readonly<Record<string, Uint8Array>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'meritnet-shelf-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(join(folder, 'deep'))
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    return folder
  }

  it('finds .onnx files by what is in them, also in folders below', async () => {
    const folder = folderOf({ 'a.onnx': bytes, 'deep/b.onnx': downgradeModel(bytes), 'readme.txt': bytes })
    const found = await openModelShelf(folder)
    onTestFinished(() => found.close())
    expect(new Set(found.digests)).toEqual(new Set([registeredModel, sha256Hex(downgradeModel(bytes))]))
    expect((await found.open(registeredModel))?.digest).toBe(registeredModel)
    expect(await found.open(registeredModel)).toBe(await found.open(registeredModel))
    expect(await found.open('ab'.repeat(32))).toBeUndefined()
  })

  it('says when the folder is not there, and when a file is no longer what it was', async () => {
    await expect(openModelShelf('/nowhere/models')).rejects.toMatchObject({ code: 'no-models' })
    const folder = folderOf({ 'a.onnx': bytes })
    const found = await openModelShelf(folder)
    writeFileSync(join(folder, 'a.onnx'), downgradeModel(bytes))
    await expect(found.open(registeredModel)).rejects.toMatchObject({ code: 'no-models' })
  })
})
