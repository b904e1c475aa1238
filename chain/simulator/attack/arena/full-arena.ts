import type { RoundSizes } from '../../../../shared/round/plan.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { AnswerModel } from '../../play/full/answer-model.ts'
import { createCalibratedModel } from '../../play/full/calibrated-model.ts'
import { honestMiner, type MinerStrategy } from '../../play/full/miner-strategy.ts'
import { type FullMiner, type FullValidator, playEpochs } from '../../play/full/play-epochs.ts'
import type { RoundRules } from '../../play/full/round-rules.ts'
import { createYumaChain } from '../../play/full/yuma-chain.ts'
import { type AttackOutcome, type AttackRun, DAYS_PER_EPOCH, FREE } from '../attack.ts'
import { bytesOf, hotkeyNamed, rngOf } from './names.ts'
import { ARENA_MECHANISM, rulesOf } from './rules-of.ts'
import { cacheOf } from './seed-cache.ts'
import { weighedAtOnce } from './settings-of.ts'

/** Epochs of a run, a round of every validator in each. */
const ARENA_EPOCHS = 15
const VALIDATORS = 2
/** Skills of the honest miners before chance moves them a little. */
const HONEST_SKILLS = [0.34, 0.42, 0.5, 0.58, 0.64, 0.7, 0.76, 0.82]
/** Steps by which a seed moves each skill. */
const SKILL_STEP = 0.02
/** Skill of what attackers have of their own: in the lower half. */
export const OWN_SKILL = 0.5

/** A miner of an attacker. */
export interface Entrant {
  readonly name: string
  readonly strategy: MinerStrategy
  /** Digest that it registers; that of its model if it is honest. */
  readonly model: string
  /** True quality of what it runs. */
  readonly skill: number
  /** Block of its model commitment; honest ones commit at 10 to 17. */
  readonly modelBlock?: number
  readonly fromEpoch?: number
  readonly untilEpoch?: number
}

/** What an attacker finds. */
export interface Arena {
  readonly rules: RoundRules
  /** A model of a skill that nobody else has. */
  model(name: string, skill: number, confidence?: number): AnswerModel
  /** Honest miners, worst first. */
  readonly honest: readonly { readonly hotkey: Ss58; readonly model: AnswerModel; readonly skill: number }[]
}

/** What an attack brings to the arena. */
export interface Challenge {
  readonly entrants: readonly Entrant[]
  /** Work done per honest work for the same; see `AttackOutcome`. */
  readonly effort?: number
  readonly registrations?: number
  /** Miners of others that take part, too; they count as honest. */
  readonly guests?: readonly Entrant[]
  /** Replaces what a validator sets; by position. */
  readonly validators?: readonly (FullValidator['amendRow'] | undefined)[]
  readonly stakes?: readonly number[]
  readonly epochs?: number
  /** The honest miners of the arena are the attackers, and the guests alone are honest. */
  readonly areIncumbentsAttackers?: boolean
}

/** TAO that a registration burns. */
const BURN = 1
/** Seconds of one core for one answer. */
const ANSWER_SECONDS = 0.0002

/** An honest entrant with a model. */
export const honestEntrant = (name: string, model: AnswerModel, skill: number): Entrant => ({
  name,
  strategy: honestMiner(model),
  model: model.digest,
  skill,
})

/** The run in which the attacker has one uid and is as honest as the others: many attacks are held against it. */
export const playHonest = (run: AttackRun): Promise<AttackOutcome> =>
  cacheOf(run.seed).outcome(`honest ${[...run.defences].toSorted().join(' ')}`, () =>
    playArena(run, ({ model }) => ({ entrants: [honestEntrant('attacker', model('attacker', OWN_SKILL), OWN_SKILL)] })),
  )

/**
 * Plays a run in which the attacker has one uid and a model of medium skill, and answers otherwise than by it alone.
 * @param strategyOf what it does in place of answering honestly with its own model.
 */
export const playCheat = (
  run: AttackRun,
  strategyOf: (own: AnswerModel, arena: Arena) => MinerStrategy,
): Promise<AttackOutcome> =>
  run.isOn
    ? playArena(run, (arena) => {
        const own = arena.model('attacker', OWN_SKILL)
        return { entrants: [{ ...honestEntrant('attacker', own, OWN_SKILL), strategy: strategyOf(own, arena) }] }
      })
    : playHonest(run)

/**
 * Plays a run at the full level: two validators of equal stake, eight honest miners from weak to strong, and what the
 * attacker brings.
 * @param sizes of a round, where it takes more tasks than others to show what happens.
 */
export async function playArena(
  run: AttackRun,
  challenge: (arena: Arena) => Challenge,
  sizes?: RoundSizes,
): Promise<AttackOutcome> {
  const rules = sizes === undefined ? rulesOf(run.defences) : { ...rulesOf(run.defences), sizes }
  const rng = rngOf(run.seed, 'arena')
  const cache = cacheOf(run.seed)
  const model = (name: string, skill: number, confidence = 1): AnswerModel =>
    cache.remembering(createCalibratedModel(ARENA_MECHANISM, { name: `${name} ${run.seed}`, skill, confidence }))
  const honest = HONEST_SKILLS.map((base, index) => {
    const skill = Math.round((base + SKILL_STEP * (rng.below(3) - 1)) * 100) / 100
    return { hotkey: hotkeyNamed(`honest ${index}`), model: model(`honest ${index}`, skill), skill }
  })
  const arena: Arena = { rules, model, honest }
  const { entrants, guests = [], ...rest } = challenge(arena)
  const { effort = 1, registrations = entrants.length, validators = [], epochs = ARENA_EPOCHS } = rest
  const stakes = rest.stakes ?? Array.from({ length: VALIDATORS }, () => 1000)
  const first = stakes.length
  const toMiner = (entrant: Entrant, index: number): FullMiner => ({
    hotkey: hotkeyNamed(entrant.name),
    uid: first + honest.length + index,
    strategy: entrant.strategy,
    model: entrant.model,
    modelBlock: entrant.modelBlock ?? 100 + index,
    registeredBlock: 100 + index,
    ...(entrant.fromEpoch !== undefined && { fromEpoch: entrant.fromEpoch }),
    ...(entrant.untilEpoch !== undefined && { untilEpoch: entrant.untilEpoch }),
  })
  const miners = [
    ...honest.map(
      ({ hotkey, model }, index): FullMiner => ({
        hotkey,
        uid: first + index,
        strategy: honestMiner(model),
        model: model.digest,
        modelBlock: 10 + index,
        registeredBlock: 1 + index,
      }),
    ),
    ...guests.map(toMiner),
    ...entrants.map((entrant, index) => toMiner(entrant, guests.length + index)),
  ]
  const { epochs: paid, accused } = await playEpochs({
    rules,
    validators: stakes.map((_, uid) => {
      const amendRow = validators[uid]
      return { hotkey: hotkeyNamed(`validator ${uid}`), uid, ...(amendRow !== undefined && { amendRow }) }
    }),
    miners,
    epochs,
    chain: createYumaChain({ stakes: [...stakes, ...miners.map(() => 0)], settings: weighedAtOnce(run.defences) }),
    seed: bytesOf(`arena ${run.seed}`),
    layOut: cache.layOut,
  })
  const isAttacker = (uid: number) =>
    uid >= first + honest.length + guests.length ||
    (rest.areIncumbentsAttackers === true && uid < first + honest.length)
  const sum = (pay: Float64Array, counts: (uid: number) => boolean) =>
    pay.reduce((total, share, uid) => (counts(uid) ? total + share : total), 0)
  const shares = paid.map(({ miners }) => sum(miners, isAttacker))
  return {
    shares,
    honest: paid.map(({ miners }) => sum(miners, (uid) => !isAttacker(uid))),
    quality: [...honest, ...guests, ...entrants].map(({ skill }) => skill),
    pay: miners.map(({ uid }) => paid.reduce((total, { miners }) => total + (miners[uid] ?? 0), 0)),
    hits: [...honest.map(({ hotkey }) => hotkey), ...guests.map(({ name }) => hotkeyNamed(name))].map((hotkey) => ({
      isHit: accused.has(hotkey),
    })),
    spending: {
      ...FREE,
      registration: registrations * BURN,
      lockedStake: stakes.reduce((sum, stake, uid) => (validators[uid] === undefined ? sum : sum + stake), 0),
      lockedDays: epochs * DAYS_PER_EPOCH,
      cpuSeconds: effort * entrants.length * epochs * first * sizesOf(rules) * ANSWER_SECONDS,
    },
    effort,
  }
}

const sizesOf = ({ sizes }: RoundRules): number => sizes.shared + sizes.own + sizes.canaries
