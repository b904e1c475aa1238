import { utf8 } from '../../../../shared/bytes.ts'
import { sha256Hex } from '../../../../shared/crypto/hashes.ts'
import { AppError } from '../../../../shared/errors.ts'
import { measureAnswers } from '../../../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { createRng } from '../../../../shared/rng.ts'
import type { AnswerModel } from './answer-model.ts'
import { addNormals, hashText, joinHashes } from './hashed-normals.ts'
import { hashOf } from './task-key.ts'
import { truthOf } from './with-truth.ts'

/** What a calibrated answer model is like. */
export interface CalibratedOptions {
  /** Skill that its answers have on average, 0 to below 1. */
  readonly skill: number
  /** Sets it apart from others of the same skill: which tasks it errs on. */
  readonly name: string
  /** Share of the noise that all models have in common: hard tasks are hard for everybody. */
  readonly commonNoise?: number
  /** Its reports are its beliefs to this power: 1 says what it believes, above is over-confident, below timid. */
  readonly confidence?: number
}

/** Tasks by which the signal for a skill is found. */
const SAMPLE = 1_500
/** Bisections; the signal is then exact to 12 bits. */
const STEPS = 14
/** Beyond, answers are certain. */
export const MOST_SIGNAL = 12
/** Unless a model says otherwise. */
export const COMMON_NOISE = 0.4

/**
 * A stand-in for a trained model, for any mechanism whose answers are rows of probabilities. It sees the truth through
 * noise and answers by Bayes' rule:
 * - with labels for references it observes `x = s·e_label + z`, z standard normal, and answers `p_k ∝ prior_k · exp(s·x_k)`,
 *   which is its exact belief and so perfectly calibrated at every signal s;
 * - where the mechanism knows the exact law, it observes the law's log-odds against the naive answer with noise of the
 *   standard deviation `1/s`, and shrinks what it sees to `τ²s² / (1 + τ²s²)`: Bayes' rule for log-odds that are normal with
 *   the standard deviation τ.
 * The signal for a skill is found by bisection on a sample of tasks. Noise hangs on the model's name and the task alone,
 * so that a model answers a task always alike; a share of it is common to all models.
 * @param mechanism made by `withTruth`, which draws the tasks.
 * @throws AppError `out-of-range` for a skill that no signal gives, `no-row-answers` for a mechanism of another kind.
 */
export function createCalibratedModel<Task>(
  mechanism: Mechanism<Task>,
  { skill, name, commonNoise = COMMON_NOISE, confidence = 1 }: CalibratedOptions,
): AnswerModel<Task> {
  const signal = signalFor(mechanism, skill, commonNoise)
  const observe = createObserver(mechanism, name, { commonNoise, confidence })
  const id = `${name} ${skill} ${confidence}`
  return {
    id,
    digest: sha256Hex(utf8(`calibrated model ${mechanism.id} ${id}`)),
    prepare: () => Promise.resolve(),
    answer: (task) => observe(task, signal),
  }
}

/** What a model of a name answers when it sees tasks with a signal: see `createCalibratedModel`. */
export function createObserver<Task>(
  mechanism: Mechanism<Task>,
  name: string,
  { commonNoise = COMMON_NOISE, confidence = 1 }: Pick<CalibratedOptions, 'commonNoise' | 'confidence'> = {},
): (task: Task, signal: number) => Float32Array {
  const own = hashText(name)
  const view = createViewer(mechanism, commonNoise)
  // One for all answers: the noise of a task is of no use once it is answered.
  let scratch = new Float64Array()
  return (task, signal) => {
    const seen = view(task, own, scratch)
    scratch = seen.noise
    return believe(seen, signal, confidence)
  }
}

/** What a task looks like to models, before how much of it one sees. */
export interface View {
  readonly naive: Float32Array
  /** Class that is right for sure; `undefined` where only its law is known. */
  readonly label: number | undefined
  readonly law: Float32Array | undefined
  readonly noise: Float64Array<ArrayBuffer>
}

/** Shows tasks to models: the same noise for the same task and model. */
export function createViewer<Task>(
  mechanism: Mechanism<Task>,
  commonNoise: number,
): (task: Task, own: number, room?: Float64Array<ArrayBuffer>) => View {
  const rowsOf = (wire: unknown, tasks: readonly Task[]): Float32Array => {
    const row = mechanism.parseAnswers(wire, tasks)[0]
    if (!(row instanceof Float32Array))
      throw new AppError(
        'no-row-answers',
        `answers of ${mechanism.id} are no rows of probabilities; use a model of yours`,
      )
    return row
  }
  let prior: Float32Array | undefined
  return (task, own, room) => {
    const reference = mechanism.referenceAnswers?.([task])
    const law = reference === undefined ? undefined : rowsOf(reference, [task])
    const truth = truthOf(task)
    const label = law === undefined || Math.max(...law) > CERTAIN ? truth?.label : undefined
    if (law === undefined && label === undefined)
      throw new AppError(
        'no-row-answers',
        `nobody knows the truth of this task; draw tasks of ${mechanism.id} by withTruth, or use a model of yours`,
      )
    // Without a law the naive answer is the same for all tasks.
    const naive = law === undefined && prior !== undefined ? prior : rowsOf(mechanism.naiveAnswers([task]), [task])
    prior = naive
    const hash = truth?.hash ?? hashOf(mechanism, task)
    const common = truth?.common ?? normals(naive.length, hash)
    if (truth !== undefined) truth.common = common
    const noise = room?.length === naive.length ? room.fill(0) : new Float64Array(naive.length)
    addNormals(noise, joinHashes(hash, own), Math.sqrt(1 - commonNoise))
    const share = Math.sqrt(commonNoise)
    for (let k = 0; k < noise.length; k++) noise[k] = (noise[k] ?? 0) + share * (common[k] ?? 0)
    return { naive, label, law, noise }
  }
}

function normals(length: number, seed: number): Float64Array {
  const values = new Float64Array(length)
  addNormals(values, seed, 1)
  return values
}

let room = new Float64Array()

/** Room that is written over by the next belief. */
function evidenceRoom(length: number): Float64Array {
  if (room.length !== length) room = new Float64Array(length)
  return room
}

/** What a model says that sees so much of a task. */
export function believe({ naive, label, law, noise }: View, signal: number, confidence: number): Float32Array {
  const evidence = evidenceRoom(naive.length)
  const trust = (LAW_SPREAD * signal) ** 2 / (1 + (LAW_SPREAD * signal) ** 2)
  const spread = signal === 0 ? 0 : trust / signal
  for (let k = 0; k < naive.length; k++) {
    const prior = Math.log(Math.max(naive[k] ?? 0, LEAST))
    const seen =
      label === undefined
        ? trust * (Math.log(Math.max(law?.[k] ?? 0, LEAST)) - prior) + spread * (noise[k] ?? 0)
        : signal * ((noise[k] ?? 0) + (k === label ? signal : 0))
    evidence[k] = prior + seen
  }
  return softmax(evidence, confidence)
}

/** τ. Smaller, models of one skill would err alike, and scoring would take them for one model. */
const LAW_SPREAD = 3
/** A law that gives one outcome this much is no law but the answer. */
const CERTAIN = 0.999
const LEAST = 1e-6

function softmax(evidence: Float64Array, confidence: number): Float32Array {
  let top = Number.NEGATIVE_INFINITY
  for (const value of evidence) top = Math.max(top, value)
  let sum = 0
  const row = new Float32Array(evidence.length)
  for (let k = 0; k < row.length; k++) {
    const value = Math.exp(confidence * ((evidence[k] ?? 0) - top))
    row[k] = value
    sum += value
  }
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) / sum
  return row
}

const signals = new WeakMap<object, Map<string, number>>()

function signalFor<Task>(mechanism: Mechanism<Task>, skill: number, commonNoise: number): number {
  if (!(skill >= 0 && skill < 1))
    throw new AppError('out-of-range', `skill ${skill} is not valid; use a share from 0 to below 1`)
  const byKey = signals.get(mechanism) ?? new Map<string, number>()
  signals.set(mechanism, byKey)
  const key = `${skill} ${commonNoise}`
  const found = byKey.get(key) ?? findSignal(mechanism, skill, commonNoise)
  byKey.set(key, found)
  return found
}

function findSignal<Task>(mechanism: Mechanism<Task>, skill: number, commonNoise: number): number {
  if (skill === 0) return 0
  const tasks = mechanism.makeTasks(createRng(utf8('the sample of calibrated models')), SAMPLE)
  const own = hashText('the measured model')
  const view = createViewer(mechanism, commonNoise)
  const views = tasks.map((task) => view(task, own))
  const skillAt = (signal: number): number =>
    measureAnswers(
      mechanism,
      tasks,
      views.map((seen) => believe(seen, signal, 1)),
    ).skill
  let [low, high] = [0, MOST_SIGNAL]
  if (skillAt(high) < skill)
    throw new AppError('out-of-range', `no answers to ${mechanism.id} have a skill of ${skill}; use a lower one`)
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2
    if (skillAt(middle) < skill) low = middle
    else high = middle
  }
  return high
}
