import type { Clock } from '../../shared/clock.ts'
import type { Keypair } from '../../shared/crypto/keypair.ts'
import type { Logger } from '../../shared/log.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import type { Model } from '../../shared/model/model.ts'
import type { Neuron } from '../../shared/subtensor/client.ts'
import type { Ss58 } from '../../shared/units.ts'
import type { Forward } from '../forward.ts'

/** A way to answer, and the model that it says it answers with. */
export interface Strategy {
  readonly forward: Forward
  /** SHA-256 of the model file that the miner registers on chain, hex. */
  readonly digest: string
}

/** What strategies are made of. */
export interface StrategyDeps {
  readonly mechanism: Mechanism
  /** The miner's own model. */
  readonly model: Model
  readonly hotkey: Keypair
  /** What the metagraph says of a hotkey; `undefined` when it is not registered. */
  readonly neuronOf: (hotkey: Ss58) => Neuron | undefined
  /** Digest of the model that a hotkey has registered on chain, hex. */
  readonly registeredModelOf: (hotkey: Ss58) => Promise<string | undefined>
  readonly clock: Clock
  readonly log: Logger
  /** So many unpredictable bytes. */
  readonly random: (length: number) => Uint8Array
  /** Aborts when the miner stops. */
  readonly signal: AbortSignal
}
