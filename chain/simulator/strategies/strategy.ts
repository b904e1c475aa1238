import type { ZodType } from 'zod'
import type { RuntimeCall } from '../../frame/call.ts'
import type { FastRandom } from '../play/fast-random.ts'
import type { AnswerModel } from '../play/full/answer-model.ts'
import type { MinerAnswers, OpenAnswers, Turn } from '../play/full/miner-strategy.ts'
import type { NetworkView } from '../play/network-view.ts'
import type { CallResult } from '../world/world.ts'

/** A participant as everybody may see it. */
export interface Participant {
  /** Position among the participants of the scenario; stays whatever becomes of its uid. */
  readonly index: number
  /** Unique: name of its group and a number, such as `honest miners 3`. */
  readonly name: string
  readonly role: Role
  readonly group: string
  /** Those who play together; `undefined` for somebody on its own. */
  readonly team: string | undefined
  readonly hotkey: Uint8Array
  readonly coldkey: Uint8Array
}

/** `chain` strategies have no uid of their own to answer or weigh with: they register, move stake and set parameters. */
export type Role = 'miner' | 'validator' | 'chain'

/** What every strategy sees of an epoch. */
export interface Round {
  /** Counted from 0. */
  readonly epoch: number
  readonly self: Participant
  /** Those of the own team with it; itself alone without a team. */
  readonly team: readonly Participant[]
  /** What the chain shows to everybody, as it is when it is asked. */
  readonly network: NetworkView
  /** Chance of its own: what one strategy draws moves no other. */
  readonly random: FastRandom
}

/** What a miner's answers of one epoch are worth. */
export interface Shown {
  /** Share of the attainable that its answers to the shared tasks reach, 0 to 1; `undefined` for no answer in time. */
  readonly skill: number | undefined
  /** The same on tasks of its own, where it differs: of who has the shared answers from somebody else. */
  readonly own?: number
  /** Index of the participant whose answers these are, where they are not its own. */
  readonly copied?: number
  /** `failed` for a registered model that did not answer. Without, proofs hold, or there are none. */
  readonly proof?: 'failed'
}

/** What a miner knows when it answers. */
export interface MinerRound extends Round {
  /** Share of the attainable that its own model reaches now, 0 to 1. */
  readonly skill: number
  /** The same of any participant: what a relay can find out by asking. */
  skillOf(index: number): number
  /** The participant of a name, such as `honest miners 3`. */
  named(name: string): Participant | undefined
}

/** A round of one validator as a miner sees it at the level `full`. */
export interface Work extends Turn {
  /** What answers with the skill that the miner shows in this epoch. */
  readonly model: AnswerModel
  /** Hotkeys of miners by name, as the chain and its observers know them. */
  hotkeyOf(name: string): Turn['miner'] | undefined
}

/** How one miner behaves over a run. */
export interface MinerBehaviour {
  /** Once in every epoch. At the level `full` models of such skills answer, unless `work` does. */
  answer(round: MinerRound): Shown
  /** At the level `full`: its answers to one validator, in place of those that follow from what it shows. */
  work?(work: Work): MinerAnswers | undefined
  /** At the level `full`: what it would rather have answered once a validator has shown it the others' answers. */
  amend?(work: Work, own: MinerAnswers | undefined, open: OpenAnswers): MinerAnswers | undefined
}

/** Weights as `set_weights` takes them: values are whole numbers from 0 to 65 535. */
export interface WeightRow {
  readonly uids: readonly number[]
  readonly values: readonly number[]
}

/** What a validator knows when it sets weights. */
export interface ValidatorRound extends Round {
  /** The row that its own measurements are worth by the scoring of the subnet. */
  measured(): WeightRow
  /** The same of a validator of the team: those who share what they measure. @throws AppError `not-of-team`. */
  measuredBy(mate: Participant): WeightRow
  /** Average skill that it measured, by index of the participant; NaN for who was never measured. */
  skills(): Float64Array
}

/** How one validator behaves over a run. */
export interface ValidatorBehaviour {
  /** Weights to set in this epoch; `undefined` sets none. */
  weigh(round: ValidatorRound): WeightRow | undefined
  /** Other rows to commit before the one of `weigh`, where weights are committed: of several, who chooses may reveal one. */
  spares?(round: ValidatorRound): readonly WeightRow[]
  /** Where weights are revealed by hand: whether to reveal what was committed. Default: always. */
  reveals?(round: Round, row: WeightRow): boolean
}

/** What a strategy that plays with the chain knows and may do. */
export interface ChainRound extends Round {
  /** Makes a call with a key of its team. @returns the outcome; a failed call changes nothing. */
  call(by: Participant, key: 'hotkey' | 'coldkey', call: RuntimeCall): CallResult
}

/**
 * When players of the chain act: in the first block of an epoch before weights are set, in the same block once they are
 * set or committed, and in the last block before the epoch runs.
 */
export type ChainMoment = 'before' | 'after' | 'last'

/** How one player of the chain behaves over a run. */
export interface ChainBehaviour {
  act(round: ChainRound, when: ChainMoment): void
}

/** How work becomes scores; see scenario/schema.ts. */
export type LevelName = 'fast' | 'full'

interface StrategyBase<P> {
  /** One sentence for `devnet strategies`. */
  readonly description: string
  /** Levels that it can be played at; default: all. */
  readonly levels?: readonly LevelName[]
  /** Every parameter has a default, so `{}` is valid, and a description. */
  readonly params: ZodType<P>
}

/** A miner's strategy. `open` is called once for each miner and run. */
export interface MinerStrategy<P = unknown> extends StrategyBase<P> {
  readonly role: 'miner'
  open(params: P, self: Participant): MinerBehaviour
}

/** A validator's strategy. */
export interface ValidatorStrategy<P = unknown> extends StrategyBase<P> {
  readonly role: 'validator'
  /** `late` ones act when the others' weights of the epoch are there to be seen. Default `early`. */
  readonly turn?: 'early' | 'late'
  open(params: P, self: Participant): ValidatorBehaviour
}

/** A strategy for registration, stake and ownership. */
export interface ChainStrategy<P = unknown> extends StrategyBase<P> {
  readonly role: 'chain'
  open(params: P, self: Participant): ChainBehaviour
}

/** A strategy of any role. */
export type AnyStrategy = MinerStrategy | ValidatorStrategy | ChainStrategy

/** A strategy whose parameters are not known to who lists it: they are parsed before it is opened. */
const withParsed = <P, B>(params: ZodType<P>, open: (params: P, self: Participant) => B) => ({
  params,
  open: (input: unknown, self: Participant): B => open(params.parse(input), self),
})

/** Defines a miner's strategy. */
export const defineMiner = <P>({ params, open, ...rest }: Omit<MinerStrategy<P>, 'role'>): MinerStrategy => ({
  ...rest,
  role: 'miner',
  ...withParsed(params, open),
})

/** Defines a validator's strategy. */
export const defineValidator = <P>({
  params,
  open,
  ...rest
}: Omit<ValidatorStrategy<P>, 'role'>): ValidatorStrategy => ({
  ...rest,
  role: 'validator',
  ...withParsed(params, open),
})

/** Defines a strategy for registration, stake and ownership. */
export const defineChain = <P>({ params, open, ...rest }: Omit<ChainStrategy<P>, 'role'>): ChainStrategy => ({
  ...rest,
  role: 'chain',
  ...withParsed(params, open),
})
