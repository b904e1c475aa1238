import { expect, it } from 'vitest'
import { commitFailure, revealFailure } from '../../validator/outcomes.ts'

const refused = (status: number) => ({ tag: 'refused', status, code: undefined, detail: `HTTP ${status}` }) as const

it.each([404, 405, 501])('an axon that says %i knows of no commitments', (status) => {
  expect(commitFailure(refused(status))).toEqual({ outcome: 'no-commit', detail: `HTTP ${status}` })
})

it.each([400, 401, 403, 413, 429, 500, 502, 503])('an axon that says %i knows of them and refuses', (status) => {
  expect(commitFailure(refused(status))).toEqual({ outcome: 'refused', detail: `HTTP ${status}` })
})

it.each([404, 405, 429, 501, 503])('whoever has committed and says %i to the reveal has not revealed', (status) => {
  expect(revealFailure(refused(status))).toEqual({ outcome: 'no-reveal', detail: `HTTP ${status}` })
})
