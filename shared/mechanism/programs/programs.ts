import { checkDifficulty } from '../check-difficulty.ts'
import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { asking, type ClassTask } from '../rows/asking.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { rowsToWire } from '../rows/row-answers.ts'
import { drawProgram } from './draw-program.ts'
import { decodeProgram, encodeProgram, PROGRAM_WIDTH } from './encode-program.ts'
import { MODULUS } from './instructions.ts'
import { interpret } from './interpret.ts'

/** Where the dial stands unless a validator turns it: programs of 2 to 7 instructions. */
const DEFAULT_DIFFICULTY = 0.25

/** Small programs of a stack machine whose result is to be told: exact reasoning, with one right answer to each. */
export const programs: Mechanism<ClassTask, ClassRequest, Probabilities> = {
  id: 'programs',
  version: 1,
  description:
    'Random programs of a stack machine that counts modulo 10: push, add, sub, mul, mod, max, min, eq, not, dup and swap, ' +
    'one-hot by place. A miner answers each with the probabilities of the ten results, which are equally frequent, and is paid by the log score. ' +
    'A miner may as well run an interpreter: this proves that answers are correct, not that a model thought of them; ' +
    'which model did is for activation proofs to show.',
  difficulty: {
    default: DEFAULT_DIFFICULTY,
    description: 'longer programs: up to 4 instructions at 0, up to 16 at 1',
  },
  separateRatio: 0.085,

  makeTasks(rng, count, difficulty = DEFAULT_DIFFICULTY) {
    const dial = checkDifficulty(difficulty)
    const rows = new Float32Array(count * PROGRAM_WIDTH)
    return Array.from({ length: count }, (_, index) => {
      const { opcodes, result } = drawProgram(rng, dial)
      const inputs = rows.subarray(index * PROGRAM_WIDTH, (index + 1) * PROGRAM_WIDTH)
      encodeProgram(opcodes, inputs)
      return { inputs, label: result }
    })
  },
  referenceAnswers: (tasks) =>
    rowsToWire(
      tasks.map(({ inputs }) => {
        const row = new Float32Array(MODULUS)
        row[interpret(decodeProgram(inputs))] = 1
        return row
      }),
    ),
  ...answering({ width: PROGRAM_WIDTH, classes: MODULUS }),
  ...asking(Array.from({ length: MODULUS }, () => 1 / MODULUS)),
}
