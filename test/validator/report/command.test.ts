import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { addReportCommand } from '../../../validator/report/command.ts'
import { hotkeyOf, openForTest, storeRound, temporaryPath } from '../support/database.ts'
import { temporaryFolder } from './support.ts'

beforeAll(cryptoReady)

/** Runs the command in this process and gives what it prints. */
async function report(...args: readonly string[]): Promise<string> {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  onTestFinished(() => written.mockRestore())
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  addReportCommand(program)
  await program.parseAsync(['node', 'validator', 'report', ...args])
  const text = written.mock.calls.map(([part]) => String(part)).join('')
  written.mockRestore()
  return text
}

describe('validator report', () => {
  it('writes page and JSON beside a validator that has the database open, and says in a sentence what is in them', async () => {
    const db = temporaryPath()
    storeRound(openForTest(db).orm)
    const folder = temporaryFolder()
    const [html, json] = [join(folder, 'new', 'page.html'), join(folder, 'data.json')]
    const text = await report('--db', db, '--html', html, '--json', json)
    expect(text).toContain('1 miner in 1 round of glyphs@2 at block 7. Best is uid 1')
    expect(text).toContain(html)
    expect(readFileSync(html, 'utf8')).toContain(hotkeyOf(1))
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      scoring: 'skill@3/glyphs@2',
      chainBlock: null,
      miners: [{ hotkey: hotkeyOf(1), uid: 1, skill: 0.5, outcomes: { answered: 1 }, history: [{ round: 1 }] }],
    })
  })

  it('gives away neither seeds nor secrets: rounds of secrets that are not open may be in it', async () => {
    const db = temporaryPath()
    storeRound(openForTest(db).orm, { round: { seed: new Uint8Array(32).fill(0xa7) } })
    const json = join(temporaryFolder(), 'data.json')
    await report('--db', db, '--json', json)
    expect(readFileSync(json, 'utf8')).not.toMatch(/seed|salt|secret|a7a7|167,167/)
  })

  it('says which file cannot be written and which flag is wrong', async () => {
    const db = temporaryPath()
    storeRound(openForTest(db).orm)
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(report('--db', db, '--html', join(file, 'page.html'))).rejects.toMatchObject({
      code: 'unwritable-file',
    })
    await expect(report('--db', db, '--rounds', '0')).rejects.toThrow(/whole number from 1/)
    await expect(report('--db', db, '--chain', 'http://x')).rejects.toThrow(/ws:/)
  })
})
