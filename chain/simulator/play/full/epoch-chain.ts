/** What an epoch paid, by uid; amounts are shares of all that the epoch paid to that side, 0 … 1. */
export interface EpochPay {
  readonly miners: Float64Array
  readonly validators: Float64Array
  /** u16 by uid. */
  readonly consensus: Uint16Array
  readonly validatorTrust: Uint16Array
}

/** The chain as far as an epoch loop needs one: weights go in, pay comes out. */
export interface EpochChain {
  /** Uids there are. */
  readonly size: number
  /** Weights of a validator from its next reveal on: u16 by uid. */
  setWeights(uid: number, weights: ArrayLike<number>): void
  /** Rows that everybody can read now, by uid; `undefined` for neurons that never had one revealed. */
  revealed(): readonly (Uint16Array | undefined)[]
  /** Runs the epoch. */
  endEpoch(): EpochPay
}
