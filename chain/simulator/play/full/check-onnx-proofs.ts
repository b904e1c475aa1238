import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { Model } from '../../../../shared/model/model.ts'
import { answerProvably } from '../../../../shared/proof/answer-provably.ts'
import { countProofOutcomes } from '../../../../shared/proof/judge.ts'
import { verifyAnswers } from '../../../../shared/proof/verify-answers.ts'
import { parseProofs } from '../../../../shared/proof/wire-proofs.ts'
import { toProofState } from '../../../../shared/scoring/proof-evidence.ts'
import type { CheckProofs } from './score-round.ts'

/**
 * Proofs as on the wire: the model that answered makes them, and the registered one is run on the same tasks to check
 * them. A miner whose strategy names no `proofsBy` gives none, and neither does a model without a hidden output.
 * @param models all models of the run by their digest.
 */
export const checkOnnxProofs =
  (mechanism: Mechanism, models: ReadonlyMap<string, Model>): CheckProofs =>
  async ({ player, asked, given, accepted }) => {
    const ran = models.get(given?.proofsBy?.digest ?? '')
    const registered = models.get(player.model)
    if (ran === undefined || registered === undefined || accepted === undefined) return undefined
    const tasks = asked.map(({ task }) => task)
    const request = mechanism.parseRequest(mechanism.toRequest(tasks))
    const { proofs: wire } = await answerProvably(mechanism, request, ran)
    if (wire === undefined) return undefined
    const checks = await verifyAnswers({
      mechanism,
      tasks,
      answers: accepted.answers,
      proofs: parseProofs(wire, tasks.length),
      model: registered,
    })
    const proofs = countProofOutcomes(checks)
    return { proof: toProofState(proofs), proofs }
  }
