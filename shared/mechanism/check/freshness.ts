import { isDeepStrictEqual } from 'node:util'
import type { Rng } from '../../rng.ts'
import { bad, good, type Verdict } from './finding.ts'
import type { Subject } from './subject.ts'

const TASKS = 500
/** Bits of randomness below which all draws can be tried out ahead of a round. */
const LEAST_BITS = 128
/** Most tasks of a draw that may have come up in another one, or before in the same. */
const MOST_KNOWN = 0.2

/**
 * Another seed gives other tasks, and enough hangs on it: tasks that come again can be looked up, and a draw from few bits
 * can be made ahead. Where there is no dial, tasks come as they are, from data for instance: then only their choice is
 * fresh, and who holds the data sees that nobody else does.
 */
export function checkFreshness({ mechanism, rng }: Subject): Verdict {
  const draws = countingBits(rng.fork('freshness 1'))
  const keysOf = (from: Rng): readonly string[] =>
    mechanism.makeTasks(from, TASKS).map((task) => JSON.stringify(mechanism.toRequest([task])))
  const first = keysOf(draws.rng)
  const second = keysOf(rng.fork('freshness 2'))
  if (isDeepStrictEqual(first, second))
    return bad('another seed gives the same tasks: they can be looked up; valid is to draw them from the generator')
  const bits = Math.floor(draws.bits())
  if (bits < LEAST_BITS)
    return bad(
      `${TASKS} tasks are drawn from ${bits} bits of the generator: all draws can be made ahead; valid is ${LEAST_BITS} or more`,
    )
  const seen = new Set(first)
  const share = (TASKS + second.length - new Set([...first, ...second]).size) / (TASKS + second.length)
  const known = second.filter((key) => seen.has(key)).length / TASKS
  const percent = `${(100 * Math.max(share, known)).toFixed(0)} %`
  if (mechanism.difficulty.description.startsWith('none'))
    return good(`another seed gives another choice of tasks that come as they are; ${percent} come again`)
  return Math.max(share, known) > MOST_KNOWN
    ? bad(
        `${percent} of the tasks have come up before or under another seed: they can be looked up; valid is to make new ones`,
      )
    : good(`another seed gives other tasks; ${percent} come again`)
}

/** The generator with a count of what was drawn from it and all its forks: the most that tasks can hang on. */
function countingBits(rng: Rng): { readonly rng: Rng; bits(): number } {
  let bits = 0
  const count = (rng: Rng): Rng => ({
    u32() {
      bits += 32
      return rng.u32()
    },
    uniform() {
      bits += 53
      return rng.uniform()
    },
    below(below) {
      bits += Math.log2(below)
      return rng.below(below)
    },
    normal() {
      bits += 53
      return rng.normal()
    },
    fork: (label) => count(rng.fork(label)),
  })
  return { rng: count(rng), bits: () => bits }
}
