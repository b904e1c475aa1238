import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runBenchmark, type Subject } from '../../../../chain/simulator/attack/benchmark.ts'
import { findAttacks, importAttack } from '../../../../chain/simulator/attack/find-attacks.ts'
import { toGainPicture } from '../../../../chain/simulator/attack/gain-picture.ts'
import { compareWith, parseBaseline, toBaseline } from '../../../../chain/simulator/attack/gate.ts'
import type { Benchmark } from '../../../../chain/simulator/attack/summarise.ts'
import { toMarkdown } from '../../../../chain/simulator/attack/to-markdown.ts'
import { toPage } from '../../../../chain/simulator/attack/to-page.ts'

const fileOf = (name: string) => fileURLToPath(new URL(`./support/${name}.ts`, import.meta.url))
const never = new AbortController().signal
const builtIn = (...ids: readonly string[]): readonly Subject[] =>
  findAttacks(ids).map((attack) => ({ attack, path: undefined }))

const run = (workers: number, subjects = builtIn('A04', 'A11', 'C01'), timeoutMs = 30_000, seeds = 2) =>
  runBenchmark({ subjects, seeds, chosen: undefined, workers, timeoutMs }, () => {}, never)

describe('the attack benchmark', () => {
  test('gives the same bytes with one worker and with two, and reports that can be read', async () => {
    const one = await run(1)
    expect(JSON.stringify(await run(2))).toBe(JSON.stringify(one))
    expect(one.attacks.map(({ id }) => id)).toEqual(['A04', 'A11', 'C01'])
    const [cabal, , replay] = one.attacks
    expect(cabal?.verdict).toBe('holds')
    expect(cabal?.cells.map(({ name }) => name)).toEqual([
      'default',
      'without clipping',
      'without bonds-penalty',
      'none',
    ])
    expect(cabal?.cells[1]?.grade).toMatch(/[CF]/)
    expect(replay?.cells[0]).toMatchObject({ grade: 'A', gain: { mean: 1 } })
    expect(replay?.cells.at(-1)).toMatchObject({ grade: 'F', gain: { mean: 5 } })

    const markdown = toMarkdown(one)
    expect(markdown).toContain('| C01 replay | network | A 1.00')
    const page = await toPage(one)
    expect(page).toContain('<svg')
    expect(page).not.toContain('<script')
    expect(page).toContain('A04 cabal')
    expect(page).toContain('<h1>Attack benchmark</h1>')
    // A page without faults has no column for them.
    expect(page).not.toContain('faults')

    const picture = await toGainPicture(one, 'as chosen')
    expect(picture).toBe(await toGainPicture(one, 'as chosen'))
    expect(picture).toContain('prefers-color-scheme: dark')
    expect(picture).toContain('>C01 replay</text>')
  })

  // The limit begins when a thread has loaded and takes a run up: on a busy machine only that takes long.
  test('leaves an attack that throws or hangs and goes on', async () => {
    const path = fileOf('hanging')
    const subjects = [{ attack: await importAttack(path), path }, ...builtIn('C01')]
    const { attacks } = await run(2, subjects, 3_000)
    expect(attacks[0]?.verdict).toBe('unknown')
    expect(attacks[0]?.cells[0]?.faults).toEqual(['seed 1: broken on purpose', 'seed 2 took longer than 3000 ms'])
    expect(attacks[1]?.verdict).toBe('holds')
  })
})

describe('attacks of a person', () => {
  test('are loaded from their module', async () => {
    const path = fileURLToPath(new URL('../../../../chain/simulator/attack/example/timid.ts', import.meta.url))
    const attack = await importAttack(path)
    const { attacks } = await run(1, [{ attack, path }], 60_000, 1)
    expect(attacks[0]?.cells[0]?.gain?.mean).toBeLessThan(1)
  })

  test('are refused with the member that is missing', async () => {
    await expect(importAttack(fileOf('harmless'))).rejects.toThrow(/play: expected a function/)
    await expect(importAttack('./nowhere.ts')).rejects.toThrow(/cannot be loaded/)
  })
})

test('a baseline that is none is refused', () => {
  expect(() => parseBaseline('{', 'b.json')).toThrow(/no JSON/)
  expect(() => parseBaseline('{"A01":{"default":"Z"}}', 'b.json')).toThrow(/baseline/)
  expect(parseBaseline('{"A01":{"default":"A"}}', 'b.json')).toEqual({ A01: { default: 'A' } })
})

describe('the gate', () => {
  const cell = (name: string, grade: 'A' | 'B' | 'C' | 'F' | null, gain: number) => ({
    name,
    kind: name === 'default' ? ('default' as const) : ('none' as const),
    defence: null,
    grade,
    gain: { mean: gain, halfWidth: 0, count: 5 },
    honestLoss: null,
    rankCorrelation: null,
    timeToDetect: null,
    falsePositives: null,
    cost: null,
    returnOnInvestment: null,
    faults: [],
  })
  const found = (verdict: 'holds' | 'fails', ...cells: readonly ReturnType<typeof cell>[]): Benchmark => ({
    version: 1,
    seeds: 5,
    attacks: [
      {
        id: 'B01',
        name: 'sybil',
        does: '',
        side: 'miner',
        level: 'full',
        resources: '',
        exception: null,
        verdict,
        cells,
      },
    ],
  })
  const held = found('holds', cell('default', 'A', 1), cell('none', 'C', 1.4))
  const baseline = toBaseline(held)

  test('lets equal grades through without a word', () => {
    expect(compareWith(held, baseline, true)).toEqual({ drops: [], gains: [] })
  })

  test('stops a grade that fell', () => {
    const { drops } = compareWith(found('holds', cell('default', 'A', 1), cell('none', 'F', 2)), baseline, true)
    expect(drops).toEqual(['B01 sybil, none: F (gain 2.000); the baseline is C'])
  })

  test('lets a better one through, and says that the baseline can rise', () => {
    const { drops, gains } = compareWith(
      found('holds', cell('default', 'A', 1), cell('none', 'B', 1.05)),
      baseline,
      true,
    )
    expect(drops).toEqual([])
    expect(gains).toEqual(['B01 sybil, none: B (gain 1.050); the baseline is C'])
  })

  test('stops runs that did not end, cells and attacks that are gone, and an attack that fails in its grade', () => {
    const broken = found('holds', cell('default', null, 1))
    expect(compareWith(broken, { ...baseline, B02: { default: 'A' } }, true).drops).toEqual([
      'B02 is gone; the baseline has it',
      'B01 sybil, none: the cell is gone; the baseline has it',
      'B01 sybil, default: no run came to an end; the baseline is A',
    ])
    // Who names some attacks does not miss the others.
    expect(compareWith(held, { ...baseline, B02: { default: 'A' } }, false).drops).toEqual([])
    const failing = found('fails', cell('default', 'B', 1.06), cell('none', 'C', 1.4))
    expect(compareWith(failing, { B01: { default: 'B', none: 'C' } }, true).drops).toEqual([
      'B01 sybil, default: gains what it should not (gain 1.060)',
    ])
    // Nor may one that the baseline does not know.
    expect(compareWith(failing, {}, true).drops).toHaveLength(1)
  })
})
