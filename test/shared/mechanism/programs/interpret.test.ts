import { describe, expect, it } from 'vitest'
import { drawProgram, MAX_LENGTH } from '../../../../shared/mechanism/programs/draw-program.ts'
import { INSTRUCTIONS } from '../../../../shared/mechanism/programs/instructions.ts'
import { interpret } from '../../../../shared/mechanism/programs/interpret.ts'
import { seeded } from '../../../support/seeded.ts'

/** Opcodes of a program in words: a digit pushes it. */
const assemble = (text: string): readonly number[] =>
  text.split(' ').map((word) => INSTRUCTIONS.findIndex(({ name }) => name === word || name === `push ${word}`))

type Cell = readonly [value: number, below: Cell | undefined]

/** A second machine: a list instead of an array, operators by name, remainders by repeated subtraction. */
function evaluate(program: readonly number[]): readonly number[] {
  const remainder = (value: number, by: number): number => {
    let rest = value
    while (rest >= by) rest -= by
    while (rest < 0) rest += by
    return rest
  }
  const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
    add: (a, b) => remainder(a + b, 10),
    sub: (a, b) => remainder(a - b, 10),
    mul: (a, b) =>
      remainder(
        Array<number>(b)
          .fill(a)
          .reduce((x, y) => x + y, 0),
        10,
      ),
    mod: (a, b) => (b === 0 ? a : remainder(a, b)),
    max: (a, b) => (a > b ? a : b),
    min: (a, b) => (a > b ? b : a),
    eq: (a, b) => Number(a === b),
  }
  let cell: Cell | undefined
  for (const opcode of program) {
    const name = INSTRUCTIONS[opcode]!.name
    if (name.startsWith('push ')) cell = [Number(name.slice(5)), cell]
    else if (name === 'not') cell = [Number(cell![0] === 0), cell![1]]
    else if (name === 'dup') cell = [cell![0], cell]
    else {
      const [top, rest] = cell!
      const [below, deeper] = rest!
      cell = name === 'swap' ? [below, [top, deeper]] : [operators[name]!(below, top), deeper]
    }
  }
  const values: number[] = []
  for (let at = cell; at !== undefined; at = at[1]) values.push(at[0])
  return values
}

describe('interpret', () => {
  it.each([
    ['3 4 add', 7],
    ['7 5 add', 2],
    ['3 5 sub', 8],
    ['7 8 mul', 6],
    ['9 4 mod', 1],
    ['9 0 mod', 9],
    ['2 6 max', 6],
    ['2 6 min', 2],
    ['5 5 eq', 1],
    ['5 6 eq', 0],
    ['0 not', 1],
    ['7 not', 0],
    ['6 dup mul', 6],
    ['2 9 swap sub', 7],
    ['1 2 3 swap sub add', 2],
  ])('leaves %s = %d', (text, result) => {
    expect(interpret(assemble(text))).toBe(result)
  })

  it('agrees with another machine on programs of every length', () => {
    const rng = seeded(1)
    for (const difficulty of [0, 0.3, 1])
      for (let i = 0; i < 1500; i++) {
        const { opcodes, result } = drawProgram(rng, difficulty)
        expect(evaluate(opcodes)).toEqual([result])
        expect(interpret(opcodes)).toBe(result)
      }
  })
})

describe('drawProgram', () => {
  const draw = (difficulty: number, count: number) => {
    const rng = seeded(2)
    return Array.from({ length: count }, () => drawProgram(rng, difficulty))
  }

  it.each([0, 0.25, 1])('draws even results at difficulty %d', (difficulty) => {
    const counts = new Array<number>(10).fill(0)
    for (const { result } of draw(difficulty, 5000)) counts[result]!++
    // Expected 500 each with deviation 21.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(90)
  })

  it.each([
    [0, 4],
    [0.25, 7],
    [1, MAX_LENGTH],
  ])('makes programs of 2 instructions and more at difficulty %d, of %d at most', (difficulty, longest) => {
    const lengths = draw(difficulty, 3000).map(({ opcodes }) => opcodes.length)
    expect(Math.min(...lengths)).toBe(2)
    expect(Math.max(...lengths)).toBe(longest)
  })

  it('uses every instruction', () => {
    const used = new Set(draw(0.25, 2000).flatMap(({ opcodes }) => opcodes))
    expect(used.size).toBe(INSTRUCTIONS.length)
  })
})
