import { utf8 } from '../../bytes.ts'
import { isAppError } from '../../errors.ts'
import { bad, good, type Verdict } from './finding.ts'
import type { Mutation } from './mutation.ts'
import { hugeForms } from './mutations.ts'
import { type Subject, throughJson } from './subject.ts'

const FEW = 128
const MANY = 1_024
/** Each task may take this many times as long among many as among few. */
const MOST_GROWTH = 4
/** Less than this is lost in the noise of a busy machine. */
const NOTICED_MS = 40
/** For each kind of work on 1,024 tasks. */
const MOST_MS = 5_000
/** A validator asks hundreds of miners; the wire takes 16 MiB per request. */
const MOST_TASK_BYTES = 32_768
/** For a parser to refuse input of some megabytes. */
const MOST_REFUSAL_MS = 1_000
const LONG = 4_000_000
/** What stands in the place of everything; `hugeForms` puts the like into valid input. */
const huge = (): readonly Mutation[] => [
  { name: 'a long text', input: 'x'.repeat(LONG) },
  { name: 'a long list', input: Array.from({ length: LONG / 4 }, () => 0.5) },
]

/** One kind of work, with the time that it took for few tasks and for many. */
interface Cost {
  readonly name: string
  readonly fewMs: number
  readonly manyMs: number
}

/** Time and bytes grow no faster than the number of tasks, at every difficulty, and parsers refuse huge input soon. */
export function checkCost(subject: Subject): Verdict {
  for (const difficulty of [0, undefined, 1]) {
    const at = difficulty === undefined ? 'the default difficulty' : `difficulty ${difficulty}`
    const few = measure(subject, FEW, difficulty)
    const slow = few.ms.find(([, ms]) => ms > MOST_MS)
    if (slow !== undefined)
      return bad(
        `${slow[0]} takes ${Math.round(slow[1])} ms for ${FEW} tasks at ${at}; valid is ${MOST_MS} ms for ${MANY}`,
      )
    const many = measure(subject, MANY, difficulty)
    const costs = many.ms.map(([name, manyMs], i): Cost => ({ name, manyMs, fewMs: few.ms[i]?.[1] ?? 0 }))
    const fault = costs.map(costFault).find((text) => text !== undefined) ?? bytesFault(few.bytes, many.bytes)
    if (fault !== undefined) return bad(`${fault} at ${at}`)
  }
  return (
    refusalFault(subject) ?? good(`time and bytes grow with the number of tasks up to ${MANY}, at every difficulty`)
  )
}

interface Measured {
  readonly ms: readonly (readonly [name: string, ms: number])[]
  /** Of the request. */
  readonly bytes: number
}

/** The shorter of two runs: the first one may have to be compiled. */
function measure(subject: Subject, count: number, difficulty: number | undefined): Measured {
  const [first, second] = [measureOnce(subject, count, difficulty), measureOnce(subject, count, difficulty)]
  return { ...first, ms: first.ms.map(([name, ms], i) => [name, Math.min(ms, second.ms[i]?.[1] ?? ms)]) }
}

function measureOnce({ mechanism, rng, clock }: Subject, count: number, difficulty: number | undefined): Measured {
  const ms: [string, number][] = []
  const timed = <T>(name: string, work: () => T): T => {
    const start = clock.monotonic()
    const result = work()
    ms.push([name, clock.monotonic() - start])
    return result
  }
  const tasks = timed('making tasks', () => mechanism.makeTasks(rng.fork(`cost ${count}`), count, difficulty))
  const request = timed('making the request', () => mechanism.toRequest(tasks))
  const text = JSON.stringify(request)
  timed('parsing the request', () => mechanism.parseRequest(JSON.parse(text)))
  const wire = throughJson(mechanism.naiveAnswers(tasks))
  const answers = timed('parsing answers', () => mechanism.parseAnswers(wire, tasks))
  timed('scoring', () => tasks.map((task, index) => mechanism.score(task, answers[index])))
  timed('the scale', () => mechanism.scaleOf(tasks))
  return { ms, bytes: utf8(text).length }
}

function costFault({ name, fewMs, manyMs }: Cost): string | undefined {
  if (manyMs > MOST_MS) return `${name} takes ${Math.round(manyMs)} ms for ${MANY} tasks; valid is up to ${MOST_MS} ms`
  const growth = manyMs / MANY / (Math.max(fewMs, 0.01) / FEW)
  return manyMs > NOTICED_MS && growth > MOST_GROWTH
    ? `${name} takes ${growth.toFixed(0)} times as long for each of ${MANY} tasks as for each of ${FEW}; valid is up to ${MOST_GROWTH} times`
    : undefined
}

function bytesFault(few: number, many: number): string | undefined {
  const perTask = many / MANY
  if (perTask > MOST_TASK_BYTES)
    return `a task takes ${Math.round(perTask)} bytes of the request; valid is up to ${MOST_TASK_BYTES}`
  const growth = perTask / (few / FEW)
  return growth > 2
    ? `each of ${MANY} tasks takes ${growth.toFixed(1)} times the bytes of each of ${FEW}; valid is up to 2 times`
    : undefined
}

function refusalFault({ mechanism, tasks, clock }: Subject): Verdict | undefined {
  const some = tasks.slice(0, 1)
  const parsers: readonly (readonly [parse: (input: unknown) => unknown, valid: unknown])[] = [
    [mechanism.parseRequest, throughJson(mechanism.toRequest(some))],
    [(input) => mechanism.parseAnswers(input, some), throughJson(mechanism.naiveAnswers(some))],
  ]
  for (const [parse, valid] of parsers)
    for (const { name, input } of [...huge(), ...hugeForms(valid)]) {
      const start = clock.monotonic()
      try {
        parse(input)
        return bad(`${name} of megabytes is accepted; valid is to refuse it`)
      } catch (error) {
        if (!isAppError(error)) throw error
      }
      const tookMs = clock.monotonic() - start
      if (tookMs > MOST_REFUSAL_MS)
        return bad(`a parser takes ${Math.round(tookMs)} ms to refuse ${name}; valid is up to ${MOST_REFUSAL_MS} ms`)
    }
  return undefined
}
