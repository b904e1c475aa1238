import { expect, test } from 'vitest'
import type { AuditOutcome } from '../../../../chain/devnet/adversaries/audit.ts'
import type { AdversaryEarned, MinerEarned } from '../../../../chain/devnet/adversaries/gains.ts'
import { planAdversaries } from '../../../../chain/devnet/adversaries/plan.ts'
import { renderTrial } from '../../../../chain/devnet/adversaries/render-trial.ts'
import { summariseTrials } from '../../../../chain/devnet/adversaries/seeds.ts'
import { createTrialReport } from '../../../../chain/devnet/adversaries/trial-report.ts'
import { planNeurons } from '../../../../chain/devnet/plan.ts'
import type { ScoresOfValidator } from '../../../../chain/devnet/scores.ts'
import type { Ss58 } from '../../../../shared/units.ts'

const models = (word: string) =>
  Array.from({ length: 6 }, (_, i) => ({ file: `/${word}/${i}.onnx`, name: `${word}-${i + 1}` }))
const plans = [
  ...planNeurons(models('honest')),
  ...planAdversaries(models('honest'), { rivals: models('rival'), downgraded: '/int8.onnx', registered: '' }),
]
const hotkeyOf = (name: string) => `5${name}` as Ss58

const earned = (gain: number | null) => ({ emissionRao: 1_000_000_000n, ownWorkRao: 2_000_000_000n, gain })
const relay = (gain: number | null): AdversaryEarned => ({ adversary: 'relay', names: ['relay'], ...earned(gain) })
const downgrade: AdversaryEarned = { adversary: 'downgrade', names: ['downgrade'], ...earned(0) }
const friend: MinerEarned = { name: 'miner-2', ...earned(1.01) }

const finding = (hotkey: string, kind: string, of: string | null = null): ScoresOfValidator[number] => ({
  hotkey,
  score: 0,
  rounds: 3,
  findings: [{ kind, since: 1, evidence: 'figures', of }],
})
const named = [finding('5relay', 'duplicate', '5miner-6'), finding('5downgrade', 'downgrade')]
const all = [named, named, named, []]

const verdict = (
  name: string,
  word: AuditOutcome[number]['verdict'],
  favours: AuditOutcome[number]['favours'] = [],
) => ({
  hotkey: `5${name}`,
  uid: 0,
  verdict: word,
  rounds: { replayed: 9 },
  rows: { replayed: 3 },
  favours,
  counts: {},
})
const audit: AuditOutcome = [
  ...[1, 2, 3].map((i) => verdict(`validator-${i}`, 'clean')),
  verdict('validator-4', 'unfair', [{ hotkey: '5miner-2', gain: 0.17 }]),
]
const auditFiles = { json: 'out.audit.json', html: 'out.audit.html' }

const good = {
  plans,
  hotkeyOf,
  epochs: 4,
  adversaries: [relay(1.05), downgrade],
  honest: [friend],
  scores: all,
  audit,
  auditFiles,
}
const brokenOf = (change: Partial<typeof good>) => createTrialReport({ ...good, ...change }).broken

test('a run in which nobody gains and everybody is named breaks no limit', () => {
  const report = createTrialReport(good)
  expect(report.broken).toEqual([])
  expect(report.adversaries[0]).toMatchObject({
    model: 'relay: rival-1',
    emissionRao: '1000000000',
    caught: [{ kind: 'duplicate', validators: 3, of: '5miner-6' }],
  })
  expect(report.unfair).toMatchObject({ friend: '5miner-2', friendGain: 1.01, verdict: 'unfair', stakeShare: 0.125 })
})

test('more than the limit is told, and so is something of nothing', () => {
  expect(brokenOf({ adversaries: [relay(1.051), downgrade] })).toEqual([
    'relay earned 1.051 times its own work; at most 1.05 is allowed',
  ])
  expect(brokenOf({ adversaries: [relay(null), downgrade] })).toEqual([
    'relay earned ∞ times its own work; at most 1.05 is allowed',
  ])
})

test('relay and downgrade have to be named by most validators', () => {
  expect(brokenOf({ scores: [named, named, [], []] })).toEqual([
    'most validators did not name the relay',
    'most validators did not name the downgrade',
  ])
})

test('an accused honest miner is told, a late one is not', () => {
  expect(brokenOf({ scores: [...all, [finding('5miner-2', 'late')]] })).toEqual([])
  expect(brokenOf({ scores: [...all, [finding('5miner-2', 'relay')]] })).toEqual([
    'honest miner-2 is accused as relay: figures',
  ])
})

test('the audit has to name the unfair validator and its friend, and nobody else', () => {
  const fair = audit.slice(0, 3)
  const missed = 'the audit does not say that 5validator-4 favours 5miner-2'
  expect(brokenOf({ audit: fair })).toEqual([missed])
  expect(brokenOf({ audit: [...fair, verdict('validator-4', 'clean')] })).toEqual([missed])
  expect(brokenOf({ audit: [...fair, verdict('validator-4', 'unfair', [{ hotkey: '5late', gain: 1 }])] })).toEqual([
    missed,
  ])
  expect(brokenOf({ audit: [verdict('validator-1', 'unfair'), ...audit.slice(1)] })).toEqual([
    'the audit calls fair validator 5validator-1 unfair',
  ])
})

test('the table names whose answers a copy has', () => {
  const victim = { ...friend, name: 'miner-6' }
  expect(renderTrial(createTrialReport({ ...good, honest: [friend, victim] }))).toContain('duplicate of miner-6 (3)')
})

test('a summary tells mean and maximum over seeds, and which seed broke a limit', () => {
  const trials = [0.9, 1.1].map((gain) => createTrialReport({ ...good, adversaries: [relay(gain), downgrade] }))
  const summary = summariseTrials(['a', 'b'], trials)
  const found = summary?.adversaries.find(({ who }) => who === 'relay')
  expect(found).toMatchObject({ gains: [0.9, 1.1], max: 1.1 })
  expect(found?.mean).toBeCloseTo(1, 12)
  expect(summary?.honest).toEqual([{ who: 'miner-2', gains: [1.01, 1.01], mean: 1.01, max: 1.01 }])
  expect(summary?.broken).toEqual(['seed b: relay earned 1.100 times its own work; at most 1.05 is allowed'])
  const endless = summariseTrials(['a'], [createTrialReport({ ...good, adversaries: [relay(null), downgrade] })])
  expect(endless?.adversaries[0]).toMatchObject({ gains: [null], mean: null, max: null })
  expect(summariseTrials([], [])).toBeUndefined()
})
