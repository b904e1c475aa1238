import { describe, expect, test } from 'vitest'
import { type AttackOutcome, type AttackRun, FREE } from '../../../../chain/simulator/attack/attack.ts'
import { cellsOf } from '../../../../chain/simulator/attack/cells.ts'
import { DEFAULT_DEFENCES, type DefenceId } from '../../../../chain/simulator/attack/defences.ts'
import { findAttacks } from '../../../../chain/simulator/attack/find-attacks.ts'
import { parseDefences, WEAK_MECHANISM } from '../../../../chain/simulator/attack/parse-defences.ts'
import { ATTACKS } from '../../../../chain/simulator/attack/registry.ts'
import { runJob } from '../../../../chain/simulator/attack/run-job.ts'
import type { AttackResult } from '../../../../chain/simulator/attack/summarise.ts'
import { worstWithout } from '../../../../chain/simulator/attack/texts.ts'

const byId = (id: string) => findAttacks([id])[0]!
const gainOf = async (id: string, defences: readonly DefenceId[], seed = 1): Promise<number> =>
  (await runJob(byId(id), { seed, defences })).gain ?? 0
const without = (...ids: readonly DefenceId[]) => DEFAULT_DEFENCES.filter((id) => !ids.includes(id))

describe('the catalogue', () => {
  test('holds every attack that was asked for once, in order, with all that a report says of it', () => {
    const ids = ATTACKS.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].toSorted())
    const asked =
      'A01 A02 A03 A04 A05 A06 A07 A09 A10 A11 A12 B01 B02 B03 B04 B05 B06 B07 B08 B11 B13 B14 B15 B16 B22 B23 C01'
    expect(ids).toEqual(asked.split(' '))
    for (const { does, resources, defences } of ATTACKS) {
      expect(does).toMatch(/\.$/)
      expect(resources).not.toBe('')
      expect(defences.length).toBeGreaterThan(0)
    }
  })

  test('names the nearest id to one that does not exist', () => {
    expect(() => findAttacks(['B99x'])).toThrow(/no attack is called "B99x"/)
    expect(findAttacks(['b04']).map(({ id }) => id)).toEqual(['B04'])
  })
})

/** Attack, the defence that is switched off, and the gain from which it counts as let through. */
const LET_THROUGH: readonly (readonly [string, readonly DefenceId[], number])[] = [
  ['A01', ['weights-commit'], 1.01],
  ['A04', ['clipping'], 1.2],
  ['A07', ['clipping'], 1.03],
  ['B01', ['duplicates'], 2],
  ['B02', ['duplicates'], 1.5],
  ['B03', ['commit-answers', 'slices'], 1.5],
  ['B04', ['fresh-tasks'], 1.5],
  ['B05', ['secret-seed'], 1.5],
  ['B06', ['deadline'], 1.5],
  ['B08', ['proper-score'], 1.3],
  ['B11', ['strict-answers'], 1.5],
  ['B14', ['absolute-pay'], 1.3],
  ['B13', ['proper-score'], 1.5],
  ['C01', ['nonces'], 2],
]

describe.each(LET_THROUGH)('attack %s', (id, off, least) => {
  test('gains nothing under all defences', async () => {
    expect(await gainOf(id, DEFAULT_DEFENCES)).toBeLessThanOrEqual(1.02)
  })

  test(`gains without ${off.join(' and ')}`, async () => {
    expect(await gainOf(id, without(...off))).toBeGreaterThan(least)
  })
})

test('idle miners of a tiny validator outlast others where nothing is clipped and nobody immune, and only there', async () => {
  for (const off of [[], ['clipping'], ['immunity']] as const)
    expect(await gainOf('A05', without(...off))).toBeLessThan(1)
  expect(await gainOf('A05', without('clipping', 'immunity'))).toBeGreaterThan(2)
})

test('a setting of the scoring that is off is off in every arena', async () => {
  for (const id of ['A04', 'A12', 'B06'])
    expect(await gainOf(id, without('skill-shape')), id).not.toBe(await gainOf(id, DEFAULT_DEFENCES))
})

test('a table of tasks is of no use where each comes once, even if it could be predicted', async () => {
  expect(await gainOf('B04', without('secret-seed'))).toBe(1)
})

test('consensus is off in the arena of answers, too', async () => {
  const gain = (...off: readonly DefenceId[]) => gainOf('B23', without(...off))
  expect(await gain('clipping')).not.toBe(await gain())
})

describe('an attack that cannot be measured', () => {
  const outcome: AttackOutcome = {
    shares: [0.2],
    honest: [0.8],
    quality: [],
    pay: [],
    hits: [],
    spending: FREE,
    effort: 1,
  }
  const playing = (on: object, off: object = {}) => {
    const play = ({ isOn }: AttackRun) => Promise.resolve({ ...outcome, ...(isOn ? on : off) })
    return runJob({ ...byId('B01'), play }, { seed: 1, defences: [] })
  }

  test.each([
    ['gives no number', { shares: [Number.NaN] }, {}, /shares\.0/],
    ['gives no epochs', { shares: [] }, {}, /shares/],
    ['forgets a member', { honest: undefined }, {}, /honest/],
    ['is told of other miners than are paid', { quality: [1] }, {}, /quality and pay/],
    ['pays its honest actors nothing', {}, { shares: [0] }, /no gain can be told/],
  ])('is no harmless one: it %s', async (_, on, off, message) => {
    await expect(playing(on, off)).rejects.toMatchObject({
      code: 'bad-attack',
      message: expect.stringMatching(message),
    })
  })

  test('is told from one that can', async () => {
    expect((await playing({ shares: [0.3] })).gain).toBeCloseTo(1.5, 9)
    expect((await playing({ shares: [0] }, { shares: [0] })).gain).toBeNull()
  })
})

test('the worst of what defences let through is what its grade says, also where only the honest lose', () => {
  const graded = (name: string, grade: 'A' | 'F', gain: number) => ({
    name,
    kind: 'without' as const,
    grade,
    gain: { mean: gain, halfWidth: 0, count: 5 },
  })
  const cells = [graded('much gain', 'A', 1), graded('much loss', 'F', 0)]
  expect(worstWithout({ cells } as unknown as AttackResult)?.name).toBe('much loss')
})

test('a downgrade is found out by its proofs alone', async () => {
  expect(await gainOf('B07', DEFAULT_DEFENCES)).toBe(0)
  expect(await gainOf('B07', without('proofs'))).toBeCloseTo(1, 6)
})

test('a poisoned gradient takes all from the honest, unless the loss is looked at', async () => {
  const job = (defences: readonly DefenceId[]) => runJob(byId('B16'), { seed: 1, defences })
  expect((await job(DEFAULT_DEFENCES)).honestLoss).toBeLessThan(0.05)
  expect((await job(without('clean-loss', 'norm-clip'))).honestLoss).toBeGreaterThan(0.5)
})

test('a mechanism that is weak on purpose fails attack by attack', async () => {
  for (const id of ['B01', 'B02', 'B04']) expect(await gainOf(id, WEAK_MECHANISM), id).toBeGreaterThan(1.2)
})

test('the same job gives the same numbers', async () => {
  const job = { seed: 3, defences: DEFAULT_DEFENCES }
  expect(await runJob(byId('B22'), job)).toEqual(await runJob(byId('B22'), job))
})

describe('sets of defences', () => {
  test('are lists, words, or changes to the default', () => {
    expect(parseDefences('slices, canaries')).toEqual(['slices', 'canaries'])
    expect(parseDefences('default')).toEqual(DEFAULT_DEFENCES)
    expect(parseDefences('none')).toEqual([])
    expect(parseDefences('-slices,+stake-cap')).toEqual(parseDefences('all').filter((id) => id !== 'slices'))
    expect(parseDefences('weak')).not.toContain('fresh-tasks')
    expect(() => parseDefences('slises')).toThrow(/did you mean slices/)
  })

  test('make a cell each, and one without any of the own', () => {
    expect(cellsOf({ defences: ['slices'] }).map(({ kind }) => kind)).toEqual(['default', 'without'])
    const [, extra, own] = cellsOf({ defences: ['stake-cap', 'clipping'] })
    expect(extra).toMatchObject({ kind: 'with', defence: 'stake-cap' })
    expect(own?.defences).not.toContain('clipping')
    const [chosen, all] = cellsOf({ defences: ['slices'] }, ['canaries'])
    expect(chosen).toEqual({ kind: 'chosen', defence: null, defences: ['canaries'] })
    expect(all?.kind).toBe('default')
  })
})
