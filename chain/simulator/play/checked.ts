import { AppError } from '../../../shared/errors.ts'
import { U16_MAX } from '../../../shared/units.ts'
import type { Shown, WeightRow } from '../strategies/strategy.ts'

const isWhole = (value: unknown, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most

/** A number with how it is shown where it is wrong. */
const show = (value: unknown): string => (Array.isArray(value) ? `a list of ${value.length}` : String(value))

/** The row that a strategy returned. @throws AppError `bad-strategy` for anything that is no row of this subnet. */
export function checkedRow(row: WeightRow | undefined, size: number): WeightRow | undefined {
  if (row === undefined) return undefined
  if (row instanceof Promise) throw promised(row, 'a row')
  const { uids, values } = row
  if (!Array.isArray(uids) || !Array.isArray(values))
    throw nonsense(`uids ${show(uids)} and values ${show(values)}`, 'two lists of equal length, or undefined')
  if (uids.length !== values.length)
    throw nonsense(`${uids.length} uids and ${values.length} values`, 'as many of both')
  const uid = uids.find((found) => !isWhole(found, size - 1))
  if (uid !== undefined) throw nonsense(`uid ${show(uid)}`, `a whole number from 0 to ${size - 1}`)
  const value = values.find((found) => !isWhole(found, U16_MAX))
  if (value !== undefined) throw nonsense(`weight ${show(value)}`, `a whole number from 0 to ${U16_MAX}`)
  return row
}

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1

/** What a strategy's `open` returned. @throws AppError `bad-strategy` for anything without the method of its role. */
export function checkedBehaviour<B extends object>(behaviour: B, method: keyof B & string): B {
  if (behaviour instanceof Promise) throw promised(behaviour, 'an object')
  if (typeof behaviour !== 'object' || behaviour === null || typeof behaviour[method] !== 'function')
    throw nonsense(`${show(behaviour)} when it was opened`, `an object with the function ${method}`)
  return behaviour
}

/** Rows to commit beside the chosen one. @throws AppError `bad-strategy` for anything that is no list. */
export function checkedSpares(spares: readonly WeightRow[]): readonly WeightRow[] {
  if (spares instanceof Promise) throw promised(spares, 'a list of rows')
  if (!Array.isArray(spares)) throw nonsense(`spares ${show(spares)}`, 'a list of rows')
  return spares
}

/** Whether to reveal a row. @throws AppError `bad-strategy` for anything but yes or no. */
export function checkedDecision(decision: boolean): boolean {
  const found: unknown = decision
  if (found instanceof Promise) throw promised(found, 'true or false')
  if (typeof found !== 'boolean') throw nonsense(show(found), 'true or false')
  return found
}

/** What acting on chain returned: nothing that would have to be waited for. @throws AppError `bad-strategy`. */
export function checkedAct(done: unknown): void {
  if (done instanceof Promise) throw promised(done, 'nothing')
}

/** What a miner's strategy returned. @throws AppError `bad-strategy` for anything that is no skill. */
export function checkedShown(shown: Shown, participants: number): Shown {
  if (typeof shown !== 'object' || shown === null) throw nonsense(show(shown), 'an object with a skill')
  if (shown instanceof Promise) throw promised(shown, 'a skill')
  const { skill, own, copied, proof } = shown
  if (skill !== undefined && !isShare(skill))
    throw nonsense(`skill ${show(skill)}`, 'from 0 to 1, or undefined for no answer')
  if (own !== undefined && !isShare(own)) throw nonsense(`own ${show(own)}`, 'from 0 to 1')
  if (copied !== undefined && !isWhole(copied, participants - 1))
    throw nonsense(`copied ${show(copied)}`, `the index of a participant, from 0 to ${participants - 1}`)
  if (proof !== undefined && proof !== 'failed') throw nonsense(`proof ${show(proof)}`, 'failed or nothing')
  return shown
}

/** The error for a promise in place of what it promises. Nobody waits for it: that it is broken must not end the run. */
export function promised(promise: Promise<unknown>, wanted: string): AppError {
  promise.catch(() => {})
  return nonsense('a promise', `${wanted} at once, without async`)
}

const nonsense = (found: string, valid: string) => new AppError('bad-strategy', `returned ${found}; valid is ${valid}`)
