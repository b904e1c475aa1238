import { concat } from '../../bytes.ts'
import { sha256Hex } from '../../crypto/hashes.ts'
import { createRng } from '../../rng.ts'
import type { Mechanism } from '../mechanism.ts'
import { encode } from './encode.ts'

const TASKS = 50
const SEED = new Uint8Array(32).fill(7)

/**
 * SHA-256 of everything that a mechanism computes from one seed: tasks at three difficulties, canaries, requests, naive
 * and reference answers, scores and scales. The same on every call and in every process.
 */
export function fingerprintOf(mechanism: Mechanism): string {
  const parts = [undefined, 0, 1].map((difficulty) => {
    const rng = createRng(SEED)
    const tasks = mechanism.makeTasks(rng.fork('tasks'), TASKS, difficulty)
    const draws = rng.fork('canaries')
    const canaries = tasks.map((task) => mechanism.toCanary(task, draws))
    const wires = [mechanism.naiveAnswers(tasks), mechanism.referenceAnswers?.(tasks)].filter(
      (wire) => wire !== undefined,
    )
    const scores = wires.flatMap((wire) => {
      const answers = mechanism.parseAnswers(wire, tasks)
      return [tasks, canaries].map((asked) => asked.map((task, index) => mechanism.score(task, answers[index])))
    })
    return encode([tasks, canaries, mechanism.toRequest(tasks), wires, scores, mechanism.scaleOf(tasks)])
  })
  return sha256Hex(concat(...parts))
}
