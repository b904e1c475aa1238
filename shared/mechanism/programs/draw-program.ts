import type { Rng } from '../../rng.ts'
import { INSTRUCTIONS, MODULUS } from './instructions.ts'
import { interpret } from './interpret.ts'

/** Most instructions of a program. */
export const MAX_LENGTH = 16
const MIN_LENGTH = 2
/** Different lengths at difficulty 0, and how many more there are at difficulty 1: up to 4 instructions, and up to 16. */
const LENGTHS = 3
const MORE_LENGTHS = MAX_LENGTH - MIN_LENGTH + 1 - LENGTHS

/** A program and what it leaves on the stack. */
export interface Program {
  readonly opcodes: readonly number[]
  readonly result: number
}

/**
 * A random program whose result is even over all values: the result is drawn first, then programs until one has it.
 * Left alone, two thirds of them would end in 0 or 1, and guessing that would look like skill.
 * @param difficulty from 0 to 1: longer programs.
 */
export function drawProgram(rng: Rng, difficulty: number): Program {
  const result = rng.below(MODULUS)
  for (;;) {
    const opcodes = drawOpcodes(rng, difficulty)
    if (interpret(opcodes) === result) return { opcodes, result }
  }
}

/** A program that never takes from an empty stack and leaves exactly one value: every instruction has a part in it. */
function drawOpcodes(rng: Rng, difficulty: number): readonly number[] {
  const length = MIN_LENGTH + Math.floor(rng.uniform() * (LENGTHS + MORE_LENGTHS * difficulty))
  const opcodes: number[] = []
  let depth = 0
  for (let left = length - 1; left >= 0; left--) {
    const fitting = FITTING[depth]?.[left] ?? []
    const opcode = fitting[rng.below(fitting.length)] ?? 0
    depth += growth(opcode)
    opcodes.push(opcode)
  }
  return opcodes
}

const growth = (opcode: number): number => (INSTRUCTIONS[opcode]?.gives ?? 0) - (INSTRUCTIONS[opcode]?.takes ?? 0)

/** Opcodes by how many values are on the stack and how many instructions follow, each as often as its share. */
const FITTING: readonly (readonly (readonly number[])[])[] = Array.from({ length: MAX_LENGTH }, (_, depth) =>
  Array.from({ length: MAX_LENGTH }, (__, left) =>
    INSTRUCTIONS.flatMap(({ takes, share }, opcode) => {
      const after = depth + growth(opcode)
      // An instruction takes away one value at most.
      return takes <= depth && after - 1 <= left ? Array<number>(share).fill(opcode) : []
    }),
  ),
)
