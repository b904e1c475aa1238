import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { createRng, type Rng } from '../../../shared/rng.ts'
import { DEFAULT_SCORING, type ScoringSettings } from '../../../shared/scoring/settings.ts'
import { uid } from '../../../shared/units.ts'
import type { ValidatorFindings } from '../../../validator/audit/audit-validator.ts'
import { compareValidators } from '../../../validator/audit/compare-validators.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { ReplayedMiner } from '../../../validator/audit/replay-round.ts'
import type { PublishedMiner } from '../../../validator/publish/shapes.ts'
import { hotkeyOf } from '../support/database.ts'

beforeAll(cryptoReady)

const RIVAL = hotkeyOf(1)
const OTHER = hotkeyOf(2)

/** What a round says of a miner: its skill, or that it failed by the validator's word. */
const round = (hotkey: typeof RIVAL, skill: number | undefined): ReplayedMiner => {
  const miner: PublishedMiner = {
    hotkey,
    uid: uid(hotkey === RIVAL ? 1 : 2),
    outcome: skill === undefined ? 'late' : 'answered',
    detail: '',
    commitHash: null,
    signature: null,
    latencyMs: null,
    payload: null,
    salt: null,
    revealMs: null,
    registeredModel: null,
    registeredBlock: null,
    model: null,
    proof: 'absent',
    proofsPassed: 0,
    proofsFailed: 0,
    proofDetail: '',
    score: 0,
    skill: skill ?? 0,
    sliceSkill: null,
    canaryScore: null,
    standing: null,
  }
  return { miner, skill, isWord: skill === undefined }
}

/** A validator whose rounds say of both miners what the functions make of the round's number. */
function validator(
  number: number,
  rival: (round: number) => number | undefined,
  other: (round: number) => number | undefined,
  settings: ScoringSettings = DEFAULT_SCORING,
): ValidatorFindings {
  const hotkey = hotkeyOf(100 + number)
  const rounds = Array.from({ length: 40 }, (_, i) => i)
  return {
    ...{ hotkey, uid: 100 + number, source: 'test', isAudited: true, identity: undefined, settings },
    findings: createFindings(hotkey),
    rounds: { abandoned: 0, listed: 40, opened: 40, replayed: 40 },
    ...{ trustedFrom: undefined, rows: { published: 0, replayed: 0 }, shares: [], proofWords: 0 },
    miners: new Map([
      [RIVAL, rounds.map((at) => round(RIVAL, rival(at)))],
      [OTHER, rounds.map((at) => round(OTHER, other(at)))],
    ]),
  }
}

const around = (rng: Rng, mean: number) => () => mean + 0.03 * (rng.below(1_000) / 500 - 1)
const found = (of: ValidatorFindings) =>
  of.findings.deviations.map(({ what, hotkey, size }) => [what, hotkey, size > 0])
const drawing = (seed: number) => createRng(new Uint8Array(32).fill(seed))

describe('validators held against each other', () => {
  it('are left alone when they agree, also on a miner that fails now and then', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const rng = drawing(seed)
      const skill = around(rng, 0.6)
      const unsteady = () => (rng.below(10) < 2 ? undefined : skill())
      const audited = [1, 2, 3].map((number) => validator(number, skill, unsteady))
      compareValidators(audited)
      expect(audited.map(found)).toEqual([[], [], []])
    }
  })

  it('show which of them alone finds a rival late', () => {
    const skill = around(drawing(1), 0.6)
    const audited = [
      validator(1, skill, skill),
      validator(2, (at) => (at % 2 === 0 ? undefined : skill()), skill),
      validator(3, skill, skill),
    ]
    compareValidators(audited)
    expect(audited.map(found)).toEqual([[], [['outcome-rate', RIVAL, false]], []])
  })

  it('show at which of them alone a friend is better', () => {
    const [skill, better] = [around(drawing(2), 0.6), around(drawing(3), 0.75)]
    const audited = [validator(1, skill, skill), validator(2, skill, skill), validator(3, skill, better)]
    compareValidators(audited)
    expect(audited.map(found)).toEqual([[], [], [['skill-gap', OTHER, true]]])
  })

  it('show who scores by other settings than most', () => {
    const skill = around(drawing(4), 0.6)
    const audited = [1, 2, 3].map((number) =>
      validator(number, skill, skill, number === 2 ? { ...DEFAULT_SCORING, skillExponent: 4 } : DEFAULT_SCORING),
    )
    compareValidators(audited)
    expect(audited.map(found)).toEqual([[], [['settings', null, true]], []])
    expect(audited[1]?.findings.deviations[0]).toMatchObject({ expected: 'skillExponent 2', found: 'skillExponent 4' })
  })

  it('say nothing of one alone', () => {
    const audited = [validator(1, () => undefined, around(drawing(5), 0.6))]
    compareValidators(audited)
    expect(audited.map(found)).toEqual([[]])
  })
})
