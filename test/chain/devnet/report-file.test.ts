import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requireReportFile } from '../../../chain/devnet/report-file.ts'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'report-file-'))
})
afterEach(() => rm(place, { recursive: true }))

describe('the file of a report', () => {
  test('gets its folder, and is not there before the report is', () => {
    requireReportFile(join(place, 'new', 'out.json'))
    expect(existsSync(join(place, 'new'))).toBe(true)
    expect(existsSync(join(place, 'new', 'out.json'))).toBe(false)
  })

  test('may be one from before', async () => {
    await writeFile(join(place, 'out.json'), '{}')
    requireReportFile(join(place, 'out.json'))
    expect(await readFile(join(place, 'out.json'), 'utf8')).toBe('{}')
  })

  test('is refused before the run where it cannot be written', async () => {
    await writeFile(join(place, 'file'), '')
    for (const file of [place, join(place, 'file', 'out.json')])
      expect(() => requireReportFile(file)).toThrow(expect.objectContaining({ code: 'unwritable-file' }))
  })
})
