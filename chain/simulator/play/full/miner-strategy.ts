import type { RoundSizes } from '../../../../shared/round/plan.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { AnswerModel } from './answer-model.ts'

/** One task as a miner sees it. */
export interface SeenTask {
  /** Tells tasks apart by what is asked, as a cache or a lookup table does. */
  readonly key: string
  /** What a model of the miner's answers; the row is shared, so copy it before changing it. */
  answerBy(model: AnswerModel): Float32Array
}

/** A round as the miner that is asked sees it. */
export interface Turn {
  readonly epoch: number
  readonly validator: Ss58
  readonly miner: Ss58
  readonly tasks: readonly SeenTask[]
  /** What everybody can work out of what is public: see `PublicKnowledge`. */
  readonly known: PublicKnowledge
}

/** What is no secret: the rules of the round, and tasks that follow from public numbers or were published. */
export interface PublicKnowledge {
  readonly sizes: RoundSizes
  /**
   * Right answers by task key that somebody has who looks where they are public: references of an opened test set, or of
   * tasks that follow from the block number alone. Canaries are marked, since who knows the seed knows them, too.
   */
  readonly references: ReadonlyMap<string, { readonly row: Float32Array; readonly isCanary: boolean }>
}

/** What a miner sends. */
export interface MinerAnswers {
  /** One per task, in their order. */
  readonly rows: readonly Float32Array[]
  /** Digest of the model that it says has answered; of its registered model unless it says otherwise. */
  readonly model?: string
  /** As the validator's clock has it; `undefined` when not measured. */
  readonly latencyMs?: number
  /** The model whose proofs go with the answers; only models that make proofs have any. */
  readonly proofsBy?: AnswerModel
}

/** Others' answers to the tasks of this round, for somebody who can look at them before the round is over. */
export type OpenAnswers = (miner: Ss58, key: string) => Float32Array | undefined

/** What a miner does in the rounds of a simulation. It gets what a miner on the wire gets, and no more. */
export interface MinerStrategy {
  /** Models that it may ask in a round: they prepare all tasks of all who use them at once. */
  readonly models: readonly AnswerModel[]
  /** Its answers before it has seen anybody's, which it commits to; `undefined` for a miner that does not answer. */
  answer(turn: Turn): MinerAnswers | undefined
  /**
   * What it would rather have answered, once a validator that works with it has shown it the others' answers. Where
   * answers are committed first it can no longer be of use but by a reveal that does not match.
   */
  amend?(turn: Turn, own: MinerAnswers | undefined, open: OpenAnswers): MinerAnswers | undefined
}

/** Answers every task by its model: what an honest miner does. */
export const honestMiner = (model: AnswerModel): MinerStrategy => ({
  models: [model],
  answer: ({ tasks }) => ({ rows: tasks.map((task) => task.answerBy(model)), proofsBy: model }),
})
