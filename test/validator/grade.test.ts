import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { answerHash } from '../../shared/round/answer-hash.ts'
import { planRound } from '../../shared/round/plan.ts'
import { grade } from '../../validator/grade.ts'
import { MODEL, minerOf, rowOf, rowsToWire, VALIDATOR } from './support/round.ts'

const plan = planRound(glyphs, new Uint8Array(32), { shared: 4, own: 3, canaries: 2 })
const miner = minerOf(1)
const tasks = plan.forMiner(miner)
const scale = glyphs.scaleOf(plan.shared)
const { worst, perfect } = glyphs.scale
const truth = tasks.map(({ task }) => rowOf(task.label, 1))
const parties = { round: '1', validator: VALIDATOR.ss58, miner }
const salt = '07'.repeat(32)

/** Grade of a payload that was committed to as it is. */
function gradeText(payload: string) {
  const commitHash = answerHash({ ...parties, salt: Buffer.from(salt, 'hex'), payload })
  return grade({ ...parties, commitHash, salt, payload }, { mechanism: glyphs, tasks, scale })
}
const gradeAnswers = (answers: unknown) => gradeText(JSON.stringify({ answers, model: MODEL, proofs: [] }))
const gradeRows = (rows: readonly (readonly number[])[]) => gradeAnswers(rowsToWire(rows))
const scoreOf = (graded: ReturnType<typeof gradeText>) => (graded.outcome === 'answered' ? graded.score : worst)

describe('whatever a miner reveals', () => {
  const payload = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.jsonValue().map((answers) => JSON.stringify({ answers, model: MODEL, proofs: [] })),
    fc
      .record({ dims: fc.array(fc.integer()), data: fc.base64String() })
      .map((answers) => JSON.stringify({ answers, model: MODEL, proofs: [] })),
    fc
      .array(fc.array(fc.float(), { minLength: 10, maxLength: 10 }), { minLength: 9, maxLength: 9 })
      .map((rows) => JSON.stringify({ answers: rowsToWire(rows), model: MODEL, proofs: [] })),
  )

  it('is graded between worst and perfect, or rejected with a reason', () => {
    fc.assert(
      fc.property(payload, (text) => {
        const graded = gradeText(text)
        if (graded.outcome === 'answered') {
          expect(graded.score).toBeGreaterThanOrEqual(worst)
          expect(graded.score).toBeLessThanOrEqual(perfect)
        } else expect(graded.detail).toMatch(/^[^\p{Cc}]+$/u)
      }),
      { numRuns: 500 },
    )
  })

  it('one value that is no probability spoils the whole answer, also in a task that earns nothing', () => {
    const value = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.001, 1.01, 2, 1e30)
    fc.assert(
      fc.property(fc.nat(8), fc.nat(9), value, (row, column, bad) => {
        const rows = truth.map((probabilities, i) => probabilities.map((p, j) => (i === row && j === column ? bad : p)))
        expect(gradeRows(rows).outcome).toBe('malformed')
      }),
    )
  })

  it('rows that do not sum to 1 gain nothing over honest ones', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.9, max: 1.1, noNaN: true }), (factor) => {
        const graded = gradeRows(truth.map((row) => row.map((p) => p * factor)))
        if (Math.abs(factor - 1) > 0.0011) expect(graded.outcome).toBe('malformed')
        expect(scoreOf(graded)).toBeLessThanOrEqual(scoreOf(gradeRows(truth)))
      }),
    )
  })
})

it('scores each kind of task apart, in the order that all miners share', () => {
  const rows = tasks.map(({ kind, task }) => rowOf(task.label, kind === 'shared' ? 0.9 : kind === 'own' ? 0.5 : 0.1))
  const graded = gradeRows(rows)
  if (graded.outcome !== 'answered') throw new Error(graded.detail)
  expect(graded.score).toBeCloseTo(Math.log(0.9), 5)
  expect(graded.scored.shared).toHaveLength(4)
  expect([...graded.scored.slice].map((score) => Math.exp(score))).toEqual(
    [0.5, 0.5, 0.5].map((p) => expect.closeTo(p, 5)),
  )
  expect(graded.canaryScore).toBeCloseTo(Math.log(0.1), 5)
  expect(graded.shared).toHaveLength(4)
  plan.shared.forEach(({ label }, index) => {
    expect((graded.shared[index] as Float32Array)[label]).toBeCloseTo(0.9, 5)
  })
})

it('answers in the wrong order earn what they are worth for the tasks they are given for', () => {
  expect(scoreOf(gradeRows([...truth].reverse()))).toBeLessThan(scoreOf(gradeRows(truth)))
})

it('a payload that differs from the committed one by a space does not match', () => {
  const payload = JSON.stringify({ answers: rowsToWire(truth), model: MODEL, proofs: [] })
  const commitHash = answerHash({ ...parties, salt: Buffer.from(salt, 'hex'), payload })
  const options = { mechanism: glyphs, tasks, scale }
  expect(grade({ ...parties, commitHash, salt, payload }, options).outcome).toBe('answered')
  expect(grade({ ...parties, commitHash, salt, payload: `${payload} ` }, options).outcome).toBe('mismatched')
  expect(grade({ ...parties, commitHash, salt: '08'.repeat(32), payload }, options).outcome).toBe('mismatched')
})
