import { z } from 'zod'
import type { ExactMatrix } from '../../chain/yuma/exact/matrix.ts'
import { big } from './yuma-vectors.ts'

const bigs = z.array(big)
const grid = z.array(bigs)
const entries: z.ZodType<ExactMatrix> = z.array(z.array(z.tuple([z.number(), big])))
const flags = z.array(z.boolean())
const numbers = z.array(z.number())
const whole = z.union([big, z.number().transform(BigInt)])

const schemas = {
  input: big,
  rho: big,
  kappa: big,
  x: whole,
  k: z.number(),
  ratio: big,
  majority: big,
  minority: big,
  partition_lo: big,
  partition_hi: big,
  partition_idx: numbers,
  max_limit: z.number(),
  columns: z.number(),
  except_index: z.number(),
  predicate: z.string(),
  vec: bigs,
  vector: bigs,
  stake: bigs,
  score: bigs,
  a: bigs,
  b: bigs,
  y: bigs,
  col_threshold: bigs,
  first_vector: bigs,
  second_vector: bigs,
  mask: flags,
  matrix: grid,
  alpha: grid,
  sparse_matrix: entries,
  mat1: entries,
  mat2: entries,
} as const
/** Fields whose name has another shape in some helpers. */
const aliases = {
  list: ['x', bigs],
  grid: ['x', grid],
  vec_u16: ['vec', numbers],
  masks: ['mask', z.array(flags)],
  pairs: ['matrix', entries],
  scores: ['score', grid],
  scoreRows: ['score', entries],
  grid1: ['mat1', grid],
  grid2: ['mat2', grid],
  newGrid: ['new', grid],
  oldGrid: ['old', grid],
  newRows: ['new', entries],
  oldRows: ['old', entries],
} as const

type Plain = { readonly [N in keyof typeof schemas]: z.infer<(typeof schemas)[N]> }
type Aliased = { readonly [N in keyof typeof aliases]: z.infer<(typeof aliases)[N][1]> }
/** Arguments of any helper; each is parsed when it is read, in the shape that its name here says. */
export type Arguments = Plain & Aliased

/** Makes arguments of what a vector holds. */
export function lazyArguments(raw: Readonly<Record<string, unknown>>): Arguments {
  const target = {}
  for (const [name, schema] of Object.entries(schemas))
    Object.defineProperty(target, name, { get: () => schema.parse(raw[name]) })
  for (const [name, [field, schema]] of Object.entries(aliases))
    Object.defineProperty(target, name, { get: () => schema.parse(raw[field]) })
  return target as Arguments
}
