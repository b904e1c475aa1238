/** What was found against a miner. */
export type FindingTag = 'duplicate' | 'relay' | 'leak' | 'downgrade' | 'late'

/** One finding on one miner, with its evidence; of it come the reports. */
export interface Finding {
  readonly tag: FindingTag
  /**
   * How large it is: of `duplicate` how alike the answers are (1 = equal), of `relay` the skill that the miner does not
   * have itself, of `leak` the evidence beside its threshold (1 or more), of `downgrade` the share of failed proofs, of
   * `late` the share of rounds without an answer that counts.
   */
  readonly size: number
  /** One sentence with the figures. */
  readonly evidence: string
  /** Round since which it holds without a break. */
  readonly since: number
  /** The miner that is paid for the same answers. */
  readonly of?: string
}
