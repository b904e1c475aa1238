import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { TASKS_PER_PROOF } from '../shared/proof/proof.ts'
import type { RoundPlan } from '../shared/round/plan.ts'
import type { Neuron } from '../shared/subtensor/client.ts'
import { revealRoute } from '../shared/wire/routes.ts'
import type { RevealRecord } from './db/round-phases.ts'
import type { RoundRecord } from './db/rounds.ts'
import { toDeadlines } from './deadlines.ts'
import { revealFailure } from './outcomes.ts'
import { readAnswer } from './read-answer.ts'
import type { RoundDeps } from './round-deps.ts'

/**
 * Asks all miners that committed for what they committed to, and takes it as it comes: it is looked into when it is
 * stored. Where a miner has moved to since it committed, it is asked there.
 * @throws AppError the reason of the signal.
 */
export async function askReveals(
  { dendrite, mechanism }: Pick<RoundDeps, 'dendrite' | 'mechanism'>,
  { name, answers, deadlineMs }: Pick<RoundRecord, 'name' | 'answers' | 'deadlineMs'>,
  { plan, neurons }: { readonly plan: RoundPlan<unknown>; readonly neurons: readonly Neuron[] },
  signal: AbortSignal,
): Promise<readonly RevealRecord[]> {
  const owing = answers.filter(({ outcome }) => outcome === 'no-reveal')
  const [first] = owing
  if (first === undefined) return []
  const axons = new Map(neurons.map(({ hotkey, axon }) => [hotkey, axon]))
  const calls = owing.map(({ hotkey }) => ({ hotkey, axon: axons.get(hotkey), request: () => ({ round: name }) }))
  const replies = await dendrite.ask(revealRoute, calls, {
    deadlineMs: toDeadlines(deadlineMs).revealMs,
    maxResponseBytes: mostRevealBytes(
      mechanism,
      plan.forMiner(first.hotkey).map(({ task }) => task),
    ),
    signal,
  })
  return owing.map(({ hotkey }, index): RevealRecord => {
    const reply = replies[index] ?? { tag: 'unreachable', detail: 'no word of it is known' }
    const read = readAnswer(revealRoute, reply)
    if (read.tag !== 'answered') return { hotkey, ...revealFailure(read), body: null, salt: null, revealMs: null }
    const { payload, salt } = read.value
    return { hotkey, outcome: 'answered', detail: '', body: payload, salt, revealMs: read.latencyMs }
  })
}

const LEAST_BYTES = 16_384
const BYTES_PER_TASK = 256
const BYTES_PER_PROOF = 512
/** How many times as long as an ordinary answer one may be: digits, spaces and names differ between programs. */
const ROOM = 4

/** Room for a reveal: far more than an ordinary answer takes, far less than what could exhaust memory or the disk. */
function mostRevealBytes(mechanism: Mechanism, tasks: readonly unknown[]): number {
  const ordinary = JSON.stringify(mechanism.naiveAnswers(tasks)).length
  const proofs = Math.ceil(tasks.length / TASKS_PER_PROOF) * BYTES_PER_PROOF
  return LEAST_BYTES + ROOM * ordinary + BYTES_PER_TASK * tasks.length + proofs
}
