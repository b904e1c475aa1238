import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Design } from '../../../../chain/simulator/sweep/design.ts'
import { createStore } from '../../../../chain/simulator/sweep/store/create-store.ts'
import { requireSame, type SweepIdentity } from '../../../../chain/simulator/sweep/store/identity.ts'
import { type Outcome, openStore } from '../../../../chain/simulator/sweep/store/store.ts'
import { parseVary } from '../../../../chain/simulator/sweep/vary.ts'

const design: Design = { kind: 'grid', samples: 1, seed: 's', factors: [parseVary('lag=0,1,2')] }
const identity: SweepIdentity = { toolVersion: '1.0.0', scenario: { lag: 0 }, design, files: { './evil.ts': 'a' } }
const contents = { identity, design: [[0], [1], [2]] }
const outcome = (point: number, seed: number, gain = 1): Outcome => ({ point, seed, result: { measures: { gain } } })

/** Runs a program that may mount, where the system lets people do that. */
const inNamespace = (...command: readonly string[]): string =>
  execFileSync('unshare', ['--map-root-user', '--mount', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })

function canMount(): boolean {
  try {
    inNamespace('mount', '-t', 'tmpfs', 'tmpfs', tmpdir())
    return true
  } catch {
    return false
  }
}
const maySetUpDisks = canMount()

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-store-'))
  file = join(folder, 'sweep.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the file of a sweep', () => {
  it('keeps outcomes by point and seed, and lets a success replace a failure', () => {
    const store = createStore(file, contents)
    store.save([outcome(2, 1, 0.5), outcome(0, 1)])
    store.save([{ point: 0, seed: 0, result: { failure: 'broke' } }])
    expect(store.finished()).toHaveLength(2)
    store.save([outcome(0, 0, 7)])
    store.close()
    const again = openStore(file)
    expect(again.outcomes()).toEqual([outcome(0, 0, 7), outcome(0, 1), outcome(2, 1, 0.5)])
    expect(again.identity()).toMatchObject({ toolVersion: '1.0.0', scenario: { lag: 0 }, design })
    again.close()
  })

  it('writes all of a transaction or nothing', () => {
    const store = createStore(file, contents)
    store.save([outcome(0, 0)])
    expect(() => store.save([outcome(1, 0), outcome(0, 0)])).toThrow(
      expect.objectContaining({ code: 'sweep-unwritable' }),
    )
    expect(store.outcomes()).toEqual([outcome(0, 0)])
    store.close()
  })

  it.runIf(process.platform === 'linux')('is refused where no folder can be made', () => {
    expect(() => createStore('/proc/meritnet/sweep.sqlite', contents)).toThrow(
      expect.objectContaining({ code: 'sweep-unwritable' }),
    )
  })

  it('belongs to one process at a time', () => {
    const store = createStore(file, contents)
    expect(() => openStore(file)).toThrow(expect.objectContaining({ code: 'sweep-locked' }))
    store.close()
    openStore(file).close()
  })

  it('is not made anew over one that another process has made meanwhile', () => {
    const store = createStore(file, contents)
    store.save([outcome(0, 0)])
    expect(() => createStore(file, contents)).toThrow(expect.objectContaining({ code: 'sweep-locked' }))
    store.close()
    const again = openStore(file)
    expect(again.outcomes()).toEqual([outcome(0, 0)])
    again.close()
    expect(readdirSync(folder)).toEqual(['sweep.sqlite'])
  })

  it('ends cleanly on a full disk and goes on when there is space', () => {
    const store = createStore(file, contents, { mostPages: 12 })
    let saved = 0
    const fill = () => {
      for (; saved < 100_000; saved++) store.save([outcome(saved % 3, Math.floor(saved / 3))])
    }
    expect(fill).toThrow(expect.objectContaining({ code: 'disk-full', message: expect.stringContaining('--resume') }))
    expect(saved).toBeGreaterThan(10)
    store.close()
    const again = openStore(file)
    expect(again.finished()).toHaveLength(saved)
    again.save([outcome(saved % 3, Math.floor(saved / 3))])
    expect(again.finished()).toHaveLength(saved + 1)
    again.close()
  })

  it.skipIf(!maySetUpDisks)('is whole on a disk that is full at any moment, and keeps all runs that it took', () => {
    const text = inNamespace(
      process.execPath,
      fileURLToPath(new URL('./support/small-disk.ts', import.meta.url)),
      folder,
    )
    const found: readonly { code: string; saved: number; kept?: number }[] = JSON.parse(text)
    expect(found.map(({ code }) => code)).toEqual(found.map(() => 'disk-full'))
    expect(found.map(({ kept = 0 }) => kept)).toEqual(found.map(({ saved }) => saved))
    expect(found.at(-1)?.saved).toBeGreaterThan(0)
  })

  it('leaves nothing behind when there is no space to begin', () => {
    expect(() => createStore(file, contents, { mostPages: 2 })).toThrow(expect.objectContaining({ code: 'disk-full' }))
    expect(readdirSync(folder)).toEqual([])
  })

  it('is not taken for one of another version, of another program, or whole when it is damaged', () => {
    createStore(file, contents).close()
    const raw = new Sqlite(file)
    raw.pragma('user_version = 99')
    raw.close()
    expect(() => openStore(file)).toThrow(
      expect.objectContaining({ code: 'sweep-version', message: expect.stringContaining('99') }),
    )
    const foreign = join(folder, 'foreign.sqlite')
    const other = new Sqlite(foreign)
    other.exec('CREATE TABLE mine (a)')
    other.close()
    expect(() => openStore(foreign)).toThrow(expect.objectContaining({ code: 'not-a-sweep' }))
    writeFileSync(join(folder, 'text'), 'x'.repeat(5000))
    expect(() => openStore(join(folder, 'text'))).toThrow(expect.objectContaining({ code: 'sweep-corrupt' }))
    expect(() => openStore(join(folder, 'nothing'))).toThrow(expect.objectContaining({ code: 'no-sweep' }))
  })

  it.each([
    ['version', { ...identity, toolVersion: '2.0.0' }, 'version 1.0.0'],
    ['scenario', { ...identity, scenario: { lag: 1 } }, 'another scenario'],
    ['design', { ...identity, design: { ...design, factors: [parseVary('lag=0,1')] } }, 'another design'],
    ['strategy', { ...identity, files: { './evil.ts': 'b' } }, 'another ./evil.ts'],
    ['strategy less', { ...identity, files: {} }, 'another ./evil.ts'],
    ['samples', { ...identity, design: { ...design, kind: 'lhs' as const } }, 'another design'],
  ])('is refused for another %s', (_what, wanted, message) => {
    const store = createStore(file, contents)
    const found = store.identity()
    store.close()
    expect(() => requireSame(file, found, identity)).not.toThrow()
    expect(() => requireSame(file, found, wanted)).toThrow(
      expect.objectContaining({ code: 'sweep-mismatch', message: expect.stringContaining(message) }),
    )
  })
})
