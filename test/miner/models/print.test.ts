import { describe, expect, it } from 'vitest'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { createProgress, formatLadder } from '../../../miner/models/print.ts'

const record = (isTTY: boolean) => {
  const written: string[] = []
  const progress = createProgress({ isTTY, write: (text) => written.push(text) })
  for (let step = 0; step <= 1000; step++) progress(step, 1000)
  return written
}

describe('progress', () => {
  it('moves on one line of a terminal and ends it', () => {
    const written = record(true)
    expect(written).toHaveLength(101)
    expect(written.slice(0, -1).join('')).not.toContain('\n')
    expect(written.at(-1)).toBe('\rtraining 100 %\n')
  })

  it('writes a line per quarter anywhere else', () => {
    expect(record(false)).toEqual([0, 25, 50, 75, 100].map((n) => `training ${String(n).padStart(3)} %\n`))
  })
})

describe('formatLadder', () => {
  it('shows skill and the whole SHA-256 of each model', async () => {
    const manifest = await readManifest(committedLadder('glyphs'))
    const text = formatLadder(manifest)
    for (const { name, sha256, skill } of manifest.models) {
      expect(text).toContain(name)
      expect(text).toContain(sha256)
      expect(text).toContain(skill.toFixed(3))
    }
  })
})
