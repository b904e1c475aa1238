import type { Clock } from '../shared/clock.ts'
import type { Neuron } from '../shared/subtensor/client.ts'

/** Why a validator does not ask miners now. */
export type GateReason = 'not-registered' | 'no-permit' | 'permit-too-fresh'

/** Says whether miners would answer us. */
export interface PermitGate {
  /** `undefined` when they would. Call it with our neuron in every new metagraph. */
  check(self: Neuron | undefined): GateReason | undefined
}

/** Miners read the metagraph on new blocks, at most once a second. */
const SPREAD_MS = 3_000

/**
 * Miners refuse whoever has no permit, and a refusal costs them their score. So a round waits for the permit, and after
 * it came for as long as miners need to hear of it.
 */
export function createPermitGate({ clock }: { readonly clock: Pick<Clock, 'monotonic'> }): PermitGate {
  let lackedPermit = false
  let openAt = Number.NEGATIVE_INFINITY
  return {
    check(self) {
      if (self?.validatorPermit !== true) {
        lackedPermit = true
        return self === undefined ? 'not-registered' : 'no-permit'
      }
      if (lackedPermit) openAt = clock.monotonic() + SPREAD_MS
      lackedPermit = false
      return clock.monotonic() < openAt ? 'permit-too-fresh' : undefined
    },
  }
}
