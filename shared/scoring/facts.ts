/** What the chain says of a miner. */
export interface MinerFacts {
  readonly hotkey: string
  readonly uid: number
  /** Block of its model commitment; `undefined` without one. */
  readonly modelBlock: number | undefined
  /** SHA-256 of the committed model as hex; `undefined` without a commitment. */
  readonly model: string | undefined
  readonly registeredBlock: number
}
