import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sha256Hex } from '../../../shared/crypto/hashes.ts'
import { writeHeldOut } from '../../../shared/data/held-out.ts'
import { openKey } from '../../../validator/audit/open-mechanism.ts'
import { toScoreKey } from '../../../validator/score-key.ts'
import { temporaryPath } from '../support/database.ts'

async function heldOutFile(): Promise<string> {
  const path = join(dirname(temporaryPath()), 'held-out.bin')
  onTestFinished(() => rmSync(path, { force: true }))
  await writeHeldOut(path, {
    features: Float32Array.of(0, 1, 2, 3),
    width: 2,
    labels: Uint32Array.of(0, 1),
    classNames: ['a', 'b'],
  })
  return path
}

it('opens what a key names', async () => {
  expect(await openKey(toScoreKey({ id: 'programs', version: 1 }), {})).toMatchObject({ tag: 'opened' })
})

it('opens held-out data with its file alone, and says what is missing', async () => {
  const heldOut = await heldOutFile()
  const opened = await openKey(toScoreKey({ id: 'labelled', version: 1 }, sha256Hex(readFileSync(heldOut))), {
    heldOut,
  })
  expect(opened).toMatchObject({ tag: 'opened', mechanism: { id: 'labelled' } })
  const without = await openKey(toScoreKey({ id: 'labelled', version: 1 }, 'ab'.repeat(32)), {})
  expect(without).toMatchObject({ tag: 'not-replayable', reason: expect.stringContaining('--held-out') })
  const other = await openKey(toScoreKey({ id: 'labelled', version: 1 }, 'ab'.repeat(32)), { heldOut })
  expect(other).toMatchObject({ tag: 'not-replayable', reason: expect.stringContaining('abababab') })
})

it.each([
  ['skill@1/glyphs@1', /another version/],
  ['skill@3/glyphs@999', /glyphs@999/],
  ['skill@3/unheard@1', /unheard/],
  ['skill@3/', /cannot be replayed/],
  ['', /another version/],
])('%j is not replayed', async (key, reason) => {
  expect(await openKey(key, {})).toMatchObject({ tag: 'not-replayable', reason: expect.stringMatching(reason) })
})
