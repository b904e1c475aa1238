import type { ZodType } from 'zod'
import { AppError } from './errors.ts'
import type { Parser } from './parser.ts'

/**
 * A parser of a zod schema. Its error names `what` was read, the path of the first bad field and what zod expected.
 * @throws AppError `malformed` from the parser.
 */
export function parserOf<T>(schema: ZodType<T>, what: string): Parser<T> {
  return (input) => {
    const result = schema.safeParse(input)
    if (result.success) return result.data
    const issue = result.error.issues[0]
    const path = issue === undefined || issue.path.length === 0 ? '' : ` at ${clip(issue.path.join('.'))}`
    throw new AppError('malformed', `${what} is malformed${path}: ${clip(issue?.message ?? 'not valid')}`)
  }
}

/** Names of fields come from whoever sent them, and there may be a million. */
const clip = (text: string): string => (text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text)
