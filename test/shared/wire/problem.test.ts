import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { parseProblem, toProblem } from '../../../shared/wire/problem.ts'

describe('a problem', () => {
  it('carries the code, its status and the message, and is read back', () => {
    const problem = toProblem(new AppError('nonce-too-old', 'the nonce is 12000 ms old'))
    expect(problem).toMatchObject({
      status: 401,
      code: 'nonce-too-old',
      title: 'nonce too old',
      detail: 'the nonce is 12000 ms old',
    })
    expect(parseProblem(JSON.parse(JSON.stringify(problem)))).toEqual(problem)
  })

  it('hides what is no error of the wire', () => {
    for (const fault of [
      new Error('secret'),
      new AppError('wallet-missing', 'secret'),
      'secret',
      undefined,
      new AppError('toString', 'secret'),
    ]) {
      const problem = toProblem(fault)
      expect(problem).toMatchObject({ status: 500, code: 'internal' })
      expect(JSON.stringify(problem)).not.toContain('secret')
    }
  })

  it('is short enough to be read, whatever it is about', () => {
    const problem = toProblem(new AppError('malformed', 'x'.repeat(5_000_000)))
    expect(parseProblem(problem).detail).toMatch(/^x+…$/)
  })

  it('of another form is refused', () => {
    expect(() => parseProblem({ status: 200 })).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})
