import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'
import type { ClassRequest } from '../../../../shared/mechanism/rows/answering.ts'
import { parserOf } from '../../../../shared/zod-parser.ts'

interface NumberedRequest extends ClassRequest {
  readonly numbers: readonly number[]
}

const parse = parserOf(z.strictObject({ inputs: z.unknown(), numbers: z.array(z.int()) }), 'request')

/** Broken: tasks are numbered for the log, and the number is the answer. */
export const mechanism = {
  ...parity,
  id: 'answer-leak',
  toRequest: (tasks: Parameters<typeof parity.toRequest>[0]): NumberedRequest => ({
    ...parity.toRequest(tasks),
    numbers: tasks.map(({ label }) => label),
  }),
  parseRequest: (input: unknown): NumberedRequest => {
    const { inputs, numbers } = parse(input)
    const request = parity.parseRequest({ inputs })
    if (numbers.length !== request.inputs.dims[0])
      throw new AppError('malformed', `found ${numbers.length} numbers of ${request.inputs.dims[0]} tasks`)
    return { ...request, numbers }
  },
}
