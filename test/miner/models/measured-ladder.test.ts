import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeDataLadder } from '../../../miner/models/data-ladder.ts'
import { spearman } from '../../../shared/spearman.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { seeded } from '../../support/seeded.ts'

describe('makeDataLadder', () => {
  it('names, hashes and measures each model', async () => {
    const rows = blobs(seeded(1), { rows: 900, width: 5, classes: 4, spread: 0.7 })
    const { ladder, split } = await makeDataLadder(rows, seeded(2))
    expect(ladder.mechanism.id).toBe('labelled')
    expect(ladder.models.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((rung) => `labelled-${rung}`))
    expect(ladder.trainingRows).toBe(split.train.labels.length)
    expect(ladder.freshRows).toBe(split.fresh.labels.length)
    for (const { bytes, sha256 } of ladder.models) expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    const skills = ladder.models.map(({ skill }) => skill)
    const accuracies = ladder.models.map(({ accuracy }) => accuracy!)
    expect(skills).toEqual(skills.toSorted((a, b) => a - b))
    expect(spearman(skills, accuracies)).toBeGreaterThan(0.9)
  })

  it('holds out the same rows in another training with the split of the first', async () => {
    const rows = blobs(seeded(1), { rows: 300, width: 3, classes: 3, spread: 0.7 })
    const first = await makeDataLadder(rows, seeded(2))
    const second = await makeDataLadder(rows, seeded(3), { splitRng: seeded(2) })
    expect(second.split).toEqual(first.split)
    const hashes = [first, second].flatMap(({ ladder }) => ladder.models.map(({ sha256 }) => sha256))
    expect(new Set(hashes).size).toBe(12)
    const other = await makeDataLadder(rows, seeded(3))
    expect(other.split.heldOut).not.toEqual(first.split.heldOut)
  })

  it('refuses a class with too few rows', async () => {
    const rows = blobs(seeded(1), { rows: 8, width: 2, classes: 2, spread: 0.1 })
    await expect(makeDataLadder(rows, seeded(1))).rejects.toMatchObject({ code: 'too-few-rows' })
  })
})
