import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors.ts'
import { checkCost } from '../../../../shared/mechanism/check/cost.ts'
import type { Verdict } from '../../../../shared/mechanism/check/finding.ts'
import { checkFreshness } from '../../../../shared/mechanism/check/freshness.ts'
import { checkLeaks } from '../../../../shared/mechanism/check/leaks.ts'
import { checkOrder } from '../../../../shared/mechanism/check/order.ts'
import { checkParsers } from '../../../../shared/mechanism/check/parsers.ts'
import { checkRepeats } from '../../../../shared/mechanism/check/repeats.ts'
import { checkScores } from '../../../../shared/mechanism/check/scores.ts'
import type { Subject } from '../../../../shared/mechanism/check/subject.ts'
import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { Rng } from '../../../../shared/rng.ts'
import { seeded } from '../../../support/seeded.ts'
import { type Density, mechanism as density } from '../sound/density.ts'
import { failuresOf, faultBy } from './failures-of.ts'

type Parity = typeof parity
const repeats = (subject: Subject): Verdict => checkRepeats(subject, undefined)

type Task = Parameters<Parity['score']>[0]
const rows = (changes: Partial<Parity>): Mechanism => ({ ...parity, ...changes }) as Mechanism
const plain = (changes: Partial<typeof density>): Mechanism => ({ ...density, ...changes }) as Mechanism

/** Tasks of parity with something about them that a canary keeps, and that requests tell beside the row. */
function telling(what: (task: Task, index: number) => unknown): Mechanism {
  const told = new WeakMap<Float32Array, unknown>()
  return rows({
    makeTasks(rng, count, difficulty) {
      const tasks = parity.makeTasks(rng, count, difficulty)
      tasks.forEach((task, index) => void told.set(task.inputs, what(task, index)))
      return tasks
    },
    toRequest: (tasks) => ({ ...parity.toRequest(tasks), told: tasks.map(({ inputs }) => told.get(inputs)) }) as never,
    // What is told is no part of a request that anybody parses: only the leak is on trial here.
    parseRequest: (input) => parity.parseRequest({ inputs: (input as { inputs: unknown }).inputs }),
  })
}

describe('a leak that canaries share', () => {
  const letters = 'abcdefgh'
  const wordOf = (index: number): string =>
    Array.from({ length: 6 }, (_, i) => letters[Math.floor(index / 8 ** i) % 8]).join('')

  it.each<[string, RegExp, (task: Task, index: number) => unknown]>([
    ['in an even or odd number', /the remainder by \d+ of request\.told\[0\]/, ({ label }, i) => 2 * i + label],
    [
      'in the last digit of a number',
      /the last digit of request\.told\[0\]/,
      ({ label }, i) => (10 * ((7919 * i) % 997) + 4 + label) / 1000,
    ],
    ['in the lowest bits of a double', /low bits of request\.told\[0\]/, ({ label }, i) => lowBit(1 / (i + 3), label)],
    ['at the end of a name', /character 1 from the end of/, ({ label }, i) => `${wordOf(i)}${label}`],
    ['in the length of a name', /the length of/, ({ label }, i) => `${wordOf(i)}${label === 1 ? '.' : ''}`],
  ])('%s', (_, message, what) => {
    expect(faultBy(checkLeaks, telling(what))).toMatch(message)
  })

  it('in the order of fields', () => {
    const kept = new WeakMap<Float32Array, number>()
    const mechanism = rows({
      makeTasks(rng, count, difficulty) {
        const tasks = parity.makeTasks(rng, count, difficulty)
        for (const { inputs, label } of tasks) kept.set(inputs, label)
        return tasks
      },
      toRequest(tasks) {
        const { inputs } = parity.toRequest(tasks)
        const isOdd = kept.get(tasks[0]!.inputs) === 1
        return (isOdd ? { kind: 'row', inputs } : { inputs, kind: 'row' }) as never
      },
      parseRequest: (input) => parity.parseRequest({ inputs: (input as { inputs: unknown }).inputs }),
    })
    expect(faultBy(checkLeaks, mechanism)).toMatch(/the order of fields/)
  })

  it('in the order of tasks', () => {
    const makeTasks: Parity['makeTasks'] = (rng, count, difficulty) =>
      parity.makeTasks(rng, count, difficulty).toSorted((a, b) => a.label - b.label)
    expect(faultBy(checkLeaks, rows({ makeTasks }))).toMatch(/the place among the tasks|the answer before it/)
  })

  it('in the sign of a zero', () => {
    const makeTasks: Parity['makeTasks'] = (rng, count, difficulty) => {
      const tasks = parity.makeTasks(rng, count, difficulty)
      for (const { inputs, label } of tasks) inputs[5] = label === 1 ? -0 : 0
      return tasks
    }
    expect(faultBy(checkLeaks, rows({ makeTasks }))).toMatch(/the sign of zero in request\.inputs\[5\]/)
  })
})

describe('tasks', () => {
  it('that do not come from the generator', () => {
    const fixed = (count: number, difficulty?: number) => parity.makeTasks(fixedRng(), count, difficulty)
    expect(faultBy(checkFreshness, rows({ makeTasks: (_, count, difficulty) => fixed(count, difficulty) }))).toMatch(
      /another seed gives the same tasks/,
    )
  })

  it('that come from a small pool', () => {
    const pool = parity.makeTasks(fixedRng(), 200)
    const makeTasks: Parity['makeTasks'] = (rng, count) => Array.from({ length: count }, () => pool[rng.below(200)]!)
    expect(faultBy(checkFreshness, rows({ makeTasks }))).toMatch(/\d+ % of the tasks have come up before/)
  })

  it('that hang on 32 bits', () => {
    const makeTasks: Parity['makeTasks'] = (rng, count, difficulty) =>
      parity.makeTasks(fixedRng().fork(String(rng.u32())), count, difficulty)
    expect(faultBy(checkFreshness, rows({ makeTasks }))).toMatch(/from 32 bits of the generator/)
  })

  it('that are asked in an order of their own', () => {
    const toRequest: (typeof density)['toRequest'] = (tasks) => density.toRequest(tasks.toSorted((a, b) => a.x - b.x))
    expect(faultBy(checkOrder, plain({ toRequest }))).toMatch(/same request in either order/)
  })
})

describe('state between calls', () => {
  it('in the score', () => {
    const paid = new WeakSet<Task>()
    const score: Parity['score'] = (task, answer) => {
      const first = !paid.has(task)
      paid.add(task)
      return parity.score(task, answer) - (first ? 0 : 0.01)
    }
    expect(faultBy(checkScores, rows({ score }))).toMatch(/scores .* and then/)
  })

  it('in what weights hang on: distance, blend, and the parser of requests', () => {
    let calls = 0
    const changes: readonly Partial<Parity>[] = [
      { distance: (a, b) => Math.min(1, parity.distance(a, b) + 1e-9 * ++calls) },
      { blend: (answers) => parity.blend(answers).map((value) => value + 1e-6 * (++calls % 7)) },
      { parseRequest: (input) => ({ ...parity.parseRequest(input), calls: ++calls }) as never },
    ]
    for (const change of changes) expect(faultBy(repeats, rows(change))).toMatch(/on a second call/)
  })

  it('in the date, called as a function', () => {
    const score: Parity['score'] = (task, answer) => parity.score(task, answer) * (Date().length > 0 ? 1 : 0)
    expect(faultBy(repeats, rows({ score }))).toMatch(/it uses the date of now/)
  })
})

describe('a mechanism without rows', () => {
  it('passes when it is sound', () => {
    expect(failuresOf(density as Mechanism)).toEqual({})
  })

  it.each<[string, (subject: Subject) => Verdict, RegExp, Partial<typeof density>]>([
    [
      'the request ends in the answer',
      checkLeaks,
      /request\.questions\[0\]\.z alone/,
      {
        makeTasks: (rng, count, difficulty) =>
          density.makeTasks(rng, count, difficulty).map((task) => ({ ...task, told: task.outcome })),
        toRequest: (tasks) => ({
          questions: tasks.map((task) => ({ x: task.x, y: task.y, z: (task as unknown as { told: number }).told })),
        }),
        parseRequest: (input) => input as never,
      },
    ],
    [
      'numbers may be infinite',
      checkParsers,
      /an answer with an infinity for a number at \[2\]\.\w+ is accepted/,
      { parseAnswers: lax((value) => typeof value === 'number' && !Number.isNaN(value)) },
    ],
    [
      'numbers may be none',
      checkParsers,
      /an answer with NaN for a number at \[2\]\.\w+ is accepted/,
      { parseAnswers: lax((value) => typeof value === 'number') },
    ],
    [
      'numbers may be texts',
      checkParsers,
      /an answer with a text for a number at \[2\]\.\w+ is accepted/,
      {
        parseAnswers: lax(
          (value) => (typeof value === 'number' || typeof value === 'string') && Number.isFinite(Number(value)),
        ),
      },
    ],
    [
      'answers may hold what nobody reads',
      checkParsers,
      /an answer with an extra field at \[2\] is accepted/,
      { parseAnswers: (input, tasks) => density.parseAnswers(stripped(input), tasks) },
    ],
    [
      'only the first answer is looked at',
      checkParsers,
      /an answer with .* is accepted/,
      {
        parseAnswers(input, tasks) {
          if (!Array.isArray(input) || input.length !== tasks.length) throw new AppError('malformed', 'count')
          density.parseAnswers([input[0]], tasks.slice(0, 1))
          return input as Density[]
        },
      },
    ],
    [
      'the narrowest density has no end of score',
      checkParsers,
      /-?\d\S* among its numbers at \[2\]\.\w+ is accepted and scores/,
      {
        parseAnswers: lax((value) => typeof value === 'number' && Number.isFinite(value)),
        score: ({ outcome }, { mean, deviation }) => -Math.log(deviation) - ((outcome - mean) / deviation) ** 2 / 2,
      },
    ],
    [
      'requests have no end',
      checkCost,
      /a long list at questions of megabytes is accepted/,
      { parseRequest: (input) => density.parseRequest(cutShort(input)) },
    ],
  ])('fails when %s', (_, check, message, changes) => {
    expect(faultBy(check, plain(changes))).toMatch(message)
  })

  it('fails when a parser takes its time to refuse', () => {
    let now = 0
    const parseAnswers: (typeof density)['parseAnswers'] = (input, tasks) => {
      if (Array.isArray(input)) now += 0.002 * input.length
      return density.parseAnswers(input, tasks)
    }
    const fault = faultBy(checkCost, plain({ parseAnswers }), { monotonic: () => now })
    expect(fault).toMatch(/a parser takes 2000 ms to refuse a long list/)
  })
})

/** A parser of densities that looks at the form and lets a person's own rule decide on numbers. */
function lax(fits: (value: unknown) => boolean): (typeof density)['parseAnswers'] {
  return (input, tasks) => {
    const isForm = (item: unknown): item is Density =>
      typeof item === 'object' &&
      item !== null &&
      Object.keys(item).toSorted().join() === 'deviation,mean' &&
      Object.values(item).every(fits)
    if (!Array.isArray(input) || input.length !== tasks.length || !input.every(isForm))
      throw new AppError('malformed', 'found something else; valid is one density for each task')
    return input
  }
}

const stripped = (input: unknown): unknown =>
  Array.isArray(input)
    ? input.map((item) =>
        item !== null && typeof item === 'object' && 'extra' in item
          ? { mean: item.mean, deviation: item.deviation }
          : item,
      )
    : input

const cutShort = (input: unknown): unknown => {
  const questions = (input as { questions?: unknown } | null)?.questions
  return Array.isArray(questions) ? { ...(input as object), questions: questions.slice(0, 100) } : input
}

function lowBit(value: number, bit: number): number {
  const word = new DataView(new ArrayBuffer(8))
  word.setFloat64(0, value)
  word.setUint32(4, (word.getUint32(4) & ~1) | bit)
  return word.getFloat64(0)
}

function fixedRng(): Rng {
  return seeded(99)
}
