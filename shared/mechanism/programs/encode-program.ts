import { MAX_LENGTH } from './draw-program.ts'
import { INSTRUCTIONS } from './instructions.ts'

/** Values of a row: one for each instruction at each of the 16 places. */
export const PROGRAM_WIDTH = MAX_LENGTH * INSTRUCTIONS.length

/**
 * Writes a program into a row of zeros: at each place the value of its instruction is 1. The last instruction stands at
 * the last place; places before a shorter program stay 0.
 */
export function encodeProgram(opcodes: readonly number[], inputs: Float32Array): void {
  const first = MAX_LENGTH - opcodes.length
  opcodes.forEach((opcode, place) => {
    inputs[(first + place) * INSTRUCTIONS.length + opcode] = 1
  })
}

/** The program of a row that `encodeProgram` wrote. */
export const decodeProgram = (inputs: Float32Array): readonly number[] =>
  Array.from({ length: MAX_LENGTH }, (_, place) =>
    inputs.subarray(place * INSTRUCTIONS.length, (place + 1) * INSTRUCTIONS.length).indexOf(1),
  ).filter((opcode) => opcode >= 0)
