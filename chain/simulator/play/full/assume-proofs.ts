import { TASKS_PER_PROOF } from '../../../../shared/proof/proof.ts'
import { toProofState } from '../../../../shared/scoring/proof-evidence.ts'
import type { CheckProofs } from './score-round.ts'

/**
 * Proofs where nothing is inferred, and so none can be made: a miner that has registered the model that nobody runs has
 * proofs that all fail, and the others have none.
 */
export const assumeProofs =
  (foreignDigest: string): CheckProofs =>
  ({ player, asked, accepted }) => {
    if (player.model !== foreignDigest || accepted === undefined) return Promise.resolve(undefined)
    const proofs = { passed: 0, failed: Math.floor(asked.length / TASKS_PER_PROOF) }
    return Promise.resolve({ proof: toProofState(proofs), proofs })
  }
