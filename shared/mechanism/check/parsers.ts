import { isAppError, messageOf } from '../../errors.ts'
import { bad, good, type Verdict } from './finding.ts'
import type { Mutation } from './mutation.ts'
import { extremeValues, FOREIGN, spoiltForms, spoiltValues } from './mutations.ts'
import { type Subject, throughJson } from './subject.ts'

/** Few and odd, so that rows and columns cannot be mistaken for each other. */
const TASKS = 3
/** What rounding may take from the worst score. */
const SMALL = 1e-6

/**
 * Both parsers take what the mechanism itself makes and refuse everything spoilt, by an AppError; numbers at the ends of
 * what there is may be taken where they have a score.
 */
export function checkParsers(subject: Subject): Verdict {
  const { mechanism } = subject
  const tasks = subject.tasks.slice(0, TASKS)
  const request = throughJson(mechanism.toRequest(tasks))
  const answers = throughJson(mechanism.naiveAnswers(tasks))
  const parseAnswers = (input: unknown) => mechanism.parseAnswers(input, tasks)
  const parsed = parseAnswers(answers)
  mechanism.parseRequest(request)
  if (parsed.length !== tasks.length)
    return bad(`answers to ${tasks.length} tasks parse to ${parsed.length}; valid is one for each`)

  const requests = [...FOREIGN, ...spoiltForms(request)]
  const replies = [...FOREIGN, ...spoiltForms(answers), ...spoiltValues(answers, TASKS)]
  const fault =
    faultOf('a request', (input) => mechanism.parseRequest(input), requests) ??
    faultOf('an answer', parseAnswers, replies) ??
    extremeFault({ ...subject, tasks }, extremeValues(answers))
  return fault === undefined
    ? good(`${requests.length} spoilt requests and ${replies.length} spoilt answers are refused`)
    : bad(fault)
}

function faultOf(what: string, parse: (input: unknown) => unknown, mutations: readonly Mutation[]): string | undefined {
  for (const { name, input } of mutations) {
    try {
      parse(input)
    } catch (error) {
      if (isAppError(error)) continue
      return `${what} with ${name} ends in ${messageOf(error)}; valid is an AppError that says what was expected`
    }
    return `${what} with ${name} is accepted; valid is to refuse it with an AppError`
  }
  return undefined
}

/** What comes of answers that are as far out as numbers go: refused, or scored within the range. */
function extremeFault({ mechanism, tasks }: Subject, mutations: readonly Mutation[]): string | undefined {
  for (const { name, input } of mutations) {
    let answers: readonly unknown[]
    try {
      answers = mechanism.parseAnswers(input, tasks)
    } catch (error) {
      if (isAppError(error)) continue
      return `an answer with ${name} ends in ${messageOf(error)}; valid is an AppError that says what was expected`
    }
    const wrong = tasks
      .map((task, index) => mechanism.score(task, answers[index]))
      .find((score) => !(Number.isFinite(score) && score >= mechanism.scale.worst - SMALL))
    if (wrong !== undefined)
      return `an answer with ${name} is accepted and scores ${wrong}; valid is to refuse it, or a number from ${mechanism.scale.worst}`
  }
  return undefined
}
