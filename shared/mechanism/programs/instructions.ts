/** Values on the stack are whole numbers modulo this; it is also the number of results. */
export const MODULUS = 10

/** One instruction of the stack machine. */
export interface Instruction {
  readonly name: string
  /** Values that it takes off the stack, and values that it puts on it. */
  readonly takes: number
  readonly gives: number
  /** How often programs hold it: relative to the others that fit in its place. */
  readonly share: number
  /** Runs it. A stack that holds fewer than `takes` values is a bug of the caller. */
  apply(stack: number[]): void
}

const push = (value: number): Instruction => ({
  name: `push ${value}`,
  takes: 0,
  gives: 1,
  share: 4,
  apply(stack) {
    stack.push(value)
  },
})

const unary = (name: string, result: (top: number) => number): Instruction => ({
  name,
  takes: 1,
  gives: 1,
  share: 10,
  apply(stack) {
    stack.push(result(pop(stack)))
  },
})

const binary = (name: string, result: (below: number, top: number) => number): Instruction => ({
  name,
  takes: 2,
  gives: 1,
  share: 7,
  apply(stack) {
    const top = pop(stack)
    stack.push(result(pop(stack), top))
  },
})

const pop = (stack: number[]): number => stack.pop() ?? 0

/** The instructions by opcode: ten constants, then what is done with them. */
export const INSTRUCTIONS: readonly Instruction[] = [
  ...Array.from({ length: MODULUS }, (_, value) => push(value)),
  binary('add', (below, top) => (below + top) % MODULUS),
  binary('sub', (below, top) => (below + MODULUS - top) % MODULUS),
  binary('mul', (below, top) => (below * top) % MODULUS),
  // Division by zero has no remainder; leaving the value alone keeps every program defined.
  binary('mod', (below, top) => (top === 0 ? below : below % top)),
  binary('max', Math.max),
  binary('min', Math.min),
  binary('eq', (below, top) => (below === top ? 1 : 0)),
  unary('not', (top) => (top === 0 ? 1 : 0)),
  {
    name: 'dup',
    takes: 1,
    gives: 2,
    share: 10,
    apply(stack) {
      stack.push(stack.at(-1) ?? 0)
    },
  },
  {
    name: 'swap',
    takes: 2,
    gives: 2,
    share: 10,
    apply(stack) {
      const top = pop(stack)
      stack.splice(-1, 0, top)
    },
  },
]
