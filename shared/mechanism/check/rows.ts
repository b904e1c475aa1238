import type { Rng } from '../../rng.ts'
import type { Mechanism } from '../mechanism.ts'
import { throughJson } from './subject.ts'

/** Whether an answer is a row of numbers, as those of all mechanisms of rows are. */
export const isRow = (answer: unknown): answer is Float32Array => answer instanceof Float32Array

/** Numbers in an answer; `undefined` for a mechanism whose answers are no rows. */
export function rowWidth(mechanism: Mechanism, tasks: readonly unknown[]): number | undefined {
  const some = tasks.slice(0, 1)
  const [answer] = mechanism.parseAnswers(throughJson(mechanism.naiveAnswers(some)), some)
  return isRow(answer) ? answer.length : undefined
}

/** A row that is sure of one output. */
export const certain = (width: number, output: number): Float32Array =>
  Float32Array.from({ length: width }, (_, k) => (k === output ? 1 : 0))

/** A row drawn from all distributions: with a concentration of 1 evenly, with a lower one near the corners. */
export function randomRow(rng: Rng, width: number, concentration = 1): Float32Array {
  return normalised(Float32Array.from({ length: width }, () => (-Math.log(1 - rng.uniform())) ** (1 / concentration)))
}

/** The row divided by its sum; even where that is 0. */
export function normalised(row: Float32Array): Float32Array {
  const sum = row.reduce((total, value) => total + value, 0)
  return sum > 0 ? row.map((value) => value / sum) : row.map(() => 1 / row.length)
}

/** Part of `b` in `a`. */
export const mixed = (a: Float32Array, b: Float32Array, part: number): Float32Array =>
  a.map((value, k) => (1 - part) * value + part * (b[k] ?? 0))

/** A row sharper (above 1) or flatter (below 1) than it was. */
export const sharpened = (row: Float32Array, power: number): Float32Array =>
  normalised(row.map((value) => value ** power))

/** What a task wants, seen through its scores alone: even over the outputs of which certainty scores best. */
export function wantedRow(mechanism: Mechanism, task: unknown, width: number): Float32Array {
  const scores = Array.from({ length: width }, (_, output) => mechanism.score(task, certain(width, output)))
  const best = Math.max(...scores)
  return normalised(Float32Array.from(scores, (score) => (score >= best - 1e-9 ? 1 : 0)))
}
