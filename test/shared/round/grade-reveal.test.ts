import { expect, it } from 'vitest'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import { answerHash } from '../../../shared/round/answer-hash.ts'
import { gradeReveal } from '../../../shared/round/grade-reveal.ts'
import type { PlannedTask } from '../../../shared/round/plan.ts'
import { hotkeyOf } from '../../validator/support/database.ts'

const scale = { worst: -1, chance: 0, perfect: 1 }
const tasks = (['shared', 'own', 'shared', 'canary'] as const).map(
  (kind, index): PlannedTask<number> => ({ kind, index, task: index }),
)

/** A mechanism of somebody's own: it checks nothing of an answer, and an answer is its score. */
const trusting = {
  scale,
  scaleOf: () => scale,
  parseAnswers: (answers: unknown) => answers as readonly unknown[],
  score: (_: number, answer: unknown) => Number(answer),
} as unknown as Mechanism<number>

function gradeOf(answers: readonly unknown[], change: Partial<Mechanism<number>> = {}) {
  const parties = { round: '1', validator: hotkeyOf(1), miner: hotkeyOf(2) }
  const salt = '07'.repeat(32)
  const payload = JSON.stringify({ answers, model: 'cd'.repeat(32), proofs: [] })
  const commitHash = answerHash({ ...parties, salt: Buffer.from(salt, 'hex'), payload })
  return gradeReveal({ ...parties, commitHash, salt, payload }, { mechanism: { ...trusting, ...change }, tasks, scale })
}

it('takes one answer for every task', () => {
  expect(gradeOf([0.5, 0.25, 1, 0])).toMatchObject({ outcome: 'answered', score: 0.75, skill: 0.75, sliceSkill: 0.25 })
})

it.each([
  ['fewer answers than tasks', [0.5, 0.25, 1]],
  ['none', []],
  ['more answers than tasks', [0.5, 0.25, 1, 0, 1]],
])('refuses %s, also where the mechanism takes them: no miner chooses what it is paid for', (_, answers) => {
  expect(gradeOf(answers)).toEqual({
    outcome: 'malformed',
    detail: `found ${answers.length} answers; asked for were 4`,
  })
})

it.each([
  ['infinite', Number.POSITIVE_INFINITY],
  ['infinite downwards', Number.NEGATIVE_INFINITY],
  ['no number', Number.NaN],
  ['too large to be squared', 1e200],
])('refuses answers whose score is %s: averages would hold no numbers any more', (_, score) => {
  const graded = gradeOf([0, 0, 0, 0], { score: (task) => (task === 1 ? score : 0) })
  expect(graded).toMatchObject({ outcome: 'malformed', detail: expect.stringContaining(`scores ${score}`) })
})

it('counts whatever a mechanism throws as the miner’s fault, so that the round goes on', () => {
  const parseAnswers = (): never => {
    throw new TypeError('undefined is not a function')
  }
  expect(gradeOf([0, 0, 0, 0], { parseAnswers })).toEqual({
    outcome: 'malformed',
    detail: 'answers: undefined is not a function',
  })
})
