import { concat } from '../../bytes.ts'
import { sha256Hex } from '../../crypto/hashes.ts'
import { createRng } from '../../rng.ts'
import type { Mechanism } from '../mechanism.ts'
import { encode } from './encode.ts'
import { throughJson } from './subject.ts'

const TASKS = 50
const SEED = new Uint8Array(32).fill(7)

/**
 * SHA-256 of everything that a mechanism computes from one seed: tasks at three difficulties, canaries, requests as made
 * and as parsed, naive and reference answers, their scores, distances and blends, and scales. The same on every call and
 * in every process.
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
      const pairs = answers.map((answer, index) => [answer, answers[(index + 1) % answers.length]] as const)
      return [
        ...[tasks, canaries].map((asked) => asked.map((task, index) => mechanism.score(task, answers[index]))),
        pairs.map(([one, other]) => mechanism.distance(one, other)),
        pairs.map(([one, other]) => mechanism.blend([one, other])),
      ]
    })
    const request = throughJson(mechanism.toRequest(tasks))
    return encode([tasks, canaries, request, mechanism.parseRequest(request), wires, scores, mechanism.scaleOf(tasks)])
  })
  return sha256Hex(concat(...parts))
}
