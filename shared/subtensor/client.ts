import type { Keypair } from '../crypto/keypair.ts'
import type { NetUid, Rao, Ss58, Uid } from '../units.ts'

/** A block of the chain. */
export interface BlockRef {
  readonly number: number
  /** 0x hex. */
  readonly hash: string
}

/** Where a miner listens, as announced on chain. */
export interface AxonInfo {
  /** IPv4 or IPv6 text. */
  readonly ip: string
  readonly port: number
  /** Version number of the software that announced it. */
  readonly version: number
  /** Block of the announcement. */
  readonly block: number
  /** What is spoken there; the chain stores it without a meaning. `TRANSCRIPT_PROTOCOL` is told apart. */
  readonly protocol?: number
}

/** Protocol of an axon that answers no questions and serves the transcripts of a validator: not a miner's. */
export const TRANSCRIPT_PROTOCOL = 80

/** A row of weights as written to the chain: `values[i]` is the weight of `uids[i]`. */
export interface WeightRow {
  readonly uids: readonly Uid[]
  readonly values: readonly number[]
}

/** A row that is committed by its hash. Without the salt, which nobody else knows, few weights could be found by trying. */
export interface SecretRow {
  readonly uids: readonly number[]
  readonly values: readonly number[]
  /** u16 numbers. */
  readonly salt: readonly number[]
  readonly versionKey: bigint
}

/** What came of revealing rows: the block in which one was set, and those whose epoch is still to come. */
export interface Revealed {
  readonly block: BlockRef | undefined
  readonly waiting: readonly SecretRow[]
}

/** Encrypted weights that are on chain. */
export interface TimelockedCommit {
  readonly block: BlockRef
  /** Round of the chain's beacon that opens them. */
  readonly revealRound: bigint
}

/** One field of what a neuron commits to the chain in the open. */
export type CommitmentField =
  /** Up to 128 bytes. */
  | { readonly tag: 'raw'; readonly bytes: Uint8Array }
  /** SHA-256 of something kept elsewhere, 32 bytes. */
  | { readonly tag: 'sha256'; readonly digest: Uint8Array }
  /** Something that is of no use here, for example encrypted. */
  | { readonly tag: 'other' }

/** A field that can be written: of those in other forms only that they are there is known. */
export type WritableField = Exclude<CommitmentField, { readonly tag: 'other' }>

/** What an account has committed on a subnet. */
export interface ChainCommitment {
  /** Block in which it was committed. */
  readonly block: number
  readonly fields: readonly CommitmentField[]
}

export interface Neuron {
  readonly uid: Uid
  readonly hotkey: Ss58
  readonly coldkey: Ss58
  /** `undefined` when nothing is announced. */
  readonly axon: AxonInfo | undefined
  /** Alpha staked on the hotkey in this subnet plus its share of root stake, in rao. */
  readonly stake: Rao
  readonly active: boolean
  readonly validatorPermit: boolean
  /** Block of the last accepted weights. */
  readonly lastUpdate: number
  readonly blockAtRegistration: number
  /** Shares of 65 535, from the last epoch. */
  readonly validatorTrust: number
  readonly consensus: number
  readonly incentive: number
  readonly dividends: number
  /** Emission of the last epoch in rao of alpha. */
  readonly emission: Rao
}

/** Snapshot of all neurons of a subnet at a block. */
export interface Metagraph {
  readonly netuid: NetUid
  readonly at: BlockRef
  readonly tempo: number
  /** Blocks since the last epoch; the next one runs when this reaches `tempo`. */
  readonly blocksSinceLastStep: number
  /** Ordered by uid; `neurons[uid]`. */
  readonly neurons: readonly Neuron[]
}

export interface SubnetHyperparameters {
  readonly tempo: number
  readonly weightsRateLimit: number
  readonly minAllowedWeights: number
  readonly commitRevealEnabled: boolean
  readonly servingRateLimit: number
  readonly immunityPeriod: number
  readonly maxValidators: number
  readonly weightsVersion: bigint
  readonly registrationAllowed: boolean
}

/**
 * Miner and validator ↔ chain, a devnet or a real subtensor network. Implemented over @polkadot/api and, in tests, in
 * memory.
 *
 * Reads throw AppError `unknown-netuid` (naming the existing ones) or `chain-unreachable`. Writes wait until the
 * extrinsic is in a block; they throw `extrinsic-failed` with `context.error` such as
 * "SubtensorModule.NeuronNoValidatorPermit" and the chain's own explanation, or `extrinsic-rejected` when it never
 * got into a block.
 */
export interface SubtensorClient {
  head(): Promise<BlockRef>
  /** Every new best block; reconnects by itself, then goes on with the newest. Ends when the signal aborts. */
  heads(signal: AbortSignal): AsyncIterable<BlockRef>
  metagraph(netuid: NetUid): Promise<Metagraph>
  hyperparameters(netuid: NetUid): Promise<SubnetHyperparameters>
  /** Free balance. */
  balance(account: Ss58): Promise<Rao>
  /** What registering on the subnet burns right now. */
  registrationCost(netuid: NetUid): Promise<Rao>
  /** Uid of a hotkey, or `undefined` when it is not registered. */
  uidOf(netuid: NetUid, hotkey: Ss58): Promise<Uid | undefined>
  /**
   * Registers a hotkey by burning, paid and owned by the coldkey.
   * @throws AppError `balance-too-low` saying balance, cost and what is missing, before anything is sent.
   */
  register(netuid: NetUid, hotkey: Ss58, coldkey: Keypair): Promise<Uid>
  /** Announces an axon; signed by the hotkey. */
  serveAxon(
    netuid: NetUid,
    axon: { readonly ip: string; readonly port: number; readonly protocol?: number },
    hotkey: Keypair,
  ): Promise<void>
  /** The row of weights that counts for a uid as of a block; empty before the first. @throws AppError `no-state` */
  weightsAt(netuid: NetUid, uid: Uid, at: BlockRef): Promise<WeightRow>
  /** Writes a row of weights; signed by the hotkey. @throws AppError `commit-reveal-enabled` */
  setWeights(netuid: NetUid, row: WeightRow, versionKey: bigint, hotkey: Keypair): Promise<BlockRef>
  /**
   * Commits a row encrypted, for subnets with commit-reveal: the chain opens and sets it by itself after the reveal
   * period. Signed by the hotkey. @throws AppError `no-beacon`
   */
  commitTimelockedWeights(
    netuid: NetUid,
    row: WeightRow,
    versionKey: bigint,
    hotkey: Keypair,
  ): Promise<TimelockedCommit>
  /** Commits the hash of a row, for subnets with commit-reveal. Signed by the hotkey. */
  commitHashedWeights(netuid: NetUid, row: SecretRow, hotkey: Keypair): Promise<BlockRef>
  /** Sets the newest committed row that may be revealed now. Signed by the hotkey. */
  revealHashedWeights(netuid: NetUid, rows: readonly SecretRow[], hotkey: Keypair): Promise<Revealed>
  /**
   * Replaces what the hotkey has committed on the subnet, in the open: up to 3 fields. Signed by the hotkey, which must
   * be registered. The chain takes a limited number of bytes per epoch: "Commitments.SpaceLimitExceeded".
   * @throws AppError `out-of-range` for fields of a wrong length.
   */
  setCommitment(netuid: NetUid, fields: readonly WritableField[], hotkey: Keypair): Promise<BlockRef>
  /** What accounts have committed on the subnet, registered or not any more; now, or as of a block that the node keeps. */
  commitments(netuid: NetUid, at?: BlockRef): Promise<ReadonlyMap<Ss58, ChainCommitment>>
  close(): Promise<void>
}
