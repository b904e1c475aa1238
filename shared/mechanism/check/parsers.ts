import { isAppError, messageOf } from '../../errors.ts'
import { bad, good, type Verdict } from './finding.ts'
import { FOREIGN, type Mutation, spoiltForms, spoiltValues } from './mutations.ts'
import { type Subject, throughJson } from './subject.ts'

/** Few and odd, so that rows and columns cannot be mistaken for each other. */
const TASKS = 3

/** Both parsers take what the mechanism itself makes and refuse everything spoilt, by an AppError. */
export function checkParsers({ mechanism, tasks: all }: Subject): Verdict {
  const tasks = all.slice(0, TASKS)
  const request = throughJson(mechanism.toRequest(tasks))
  const answers = throughJson(mechanism.naiveAnswers(tasks))
  const parseAnswers = (input: unknown) => mechanism.parseAnswers(input, tasks)
  const parsed = parseAnswers(answers)
  mechanism.parseRequest(request)
  if (parsed.length !== tasks.length)
    return bad(`answers to ${tasks.length} tasks parse to ${parsed.length}; valid is one for each`)

  const requests = [...FOREIGN, ...spoiltForms(request)]
  const replies = [...FOREIGN, ...spoiltForms(answers), ...spoiltValues(answers)]
  const fault =
    faultOf('a request', (input) => mechanism.parseRequest(input), requests) ??
    faultOf('an answer', parseAnswers, replies)
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
