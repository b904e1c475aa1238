import { INSTRUCTIONS } from './instructions.ts'

/**
 * Runs a program on an empty stack.
 * @param program opcodes in their order.
 * @returns the value on top at the end; 0 when the stack is empty.
 */
export function interpret(program: readonly number[]): number {
  const stack: number[] = []
  for (const opcode of program) INSTRUCTIONS[opcode]?.apply(stack)
  return stack.at(-1) ?? 0
}
