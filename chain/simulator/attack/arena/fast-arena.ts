import { DEFAULT_SCORING } from '../../../../shared/scoring/settings.ts'
import { driftSkills } from '../../play/drift.ts'
import { createFastRandom, type FastRandom } from '../../play/fast-random.ts'
import { FastScores } from '../../play/fast-scores.ts'
import type { EpochPay } from '../../play/full/epoch-chain.ts'
import { createYumaChain } from '../../play/full/yuma-chain.ts'
import { type AttackOutcome, type AttackRun, DAYS_PER_EPOCH, FREE } from '../attack.ts'
import { rngOf } from './names.ts'
import { consensusOf, scoringOf } from './settings-of.ts'

/** What a validator that attacks knows when it sets weights. */
export interface FastTurn {
  readonly epoch: number
  /** Its own uid; validators come first. */
  readonly uid: number
  /** What its own measurements are worth, u16 by uid. */
  measured(): Uint16Array
  /** Rows that everybody can read now, by uid. */
  readonly revealed: readonly (Uint16Array | undefined)[]
  /** Rows that honest validators set in this epoch, for whoever sees them before they are in force: they are public at once. */
  readonly pending: readonly (Uint16Array | undefined)[]
  readonly random: FastRandom
}

/** What a subnet of the fast level is like. */
export interface FastScene {
  /** Stake in TAO of each validator. */
  readonly stakes: readonly number[]
  /** Skill of each miner at the start. */
  readonly skills: readonly number[]
  /** Standard deviation of the logarithm of a measured skill. */
  readonly sigma: number
  /** The same of a step of true skill from epoch to epoch. */
  readonly drift: number
  readonly epochs?: number
  /** Validators that attack, by uid; they set what this gives, or what they measured while it gives nothing. */
  readonly attackers: ReadonlyMap<number, (turn: FastTurn) => Uint16Array | undefined>
  /** Miners that belong to the attackers, by position. */
  readonly ownMiners?: readonly number[]
  readonly cpuShare?: number
}

const EPOCHS = 60
/** Epochs before bonds have settled are left out. */
const SETTLING = 10
const VALIDATION_SECONDS = 60

/**
 * Plays a run at the fast level: honest validators measure with noise, remember and weigh as scoring has it; consensus
 * pays. The attackers' share is of all that validators and miners get, half each.
 */
export async function playFast(run: AttackRun, scene: FastScene): Promise<AttackOutcome> {
  const { stakes, skills: start, sigma, drift, attackers, ownMiners = [], epochs = EPOCHS, cpuShare = 1 } = scene
  const validators = stakes.length
  const random = createFastRandom(rngOf(run.seed, 'fast'))
  const ofAttackers = createFastRandom(rngOf(run.seed, 'fast attackers'))
  const skills = Float64Array.from(start)
  const settings = { ...DEFAULT_SCORING, ...scoringOf(run.defences) }
  const noise = { kind: 'lognormal', sigma } as const
  const scores = new FastScores({ validators, miners: skills.length, noise, settings, random })
  const chain = createYumaChain({
    stakes: [...stakes, ...start.map(() => 0)],
    settings: consensusOf(run.defences),
  })
  const rowOf = (validator: number): Uint16Array => {
    const row = new Uint16Array(chain.size)
    row.set(scores.toWeights(validator), validators)
    return row
  }
  const quality = new Float64Array(skills.length)
  const paid: EpochPay[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    driftSkills(skills, drift, random)
    const pending: (Uint16Array | undefined)[] = stakes.map(() => undefined)
    // Everybody measures, also who does not use it: so chance falls alike with the attack and without.
    for (let validator = 0; validator < validators; validator++) scores.measure(validator, skills)
    for (let uid = 0; uid < validators; uid++) if (!attackers.has(uid)) pending[uid] = rowOf(uid)
    for (let uid = 0; uid < validators; uid++) {
      const attack = attackers.get(uid)
      const turn = { epoch, uid, measured: () => rowOf(uid), revealed: chain.revealed(), pending, random: ofAttackers }
      chain.setWeights(uid, (run.isOn ? attack?.(turn) : undefined) ?? rowOf(uid))
    }
    const pay = chain.endEpoch()
    if (epoch >= SETTLING) {
      paid.push(pay)
      for (let miner = 0; miner < skills.length; miner++) quality[miner] = (quality[miner] ?? 0) + (skills[miner] ?? 0)
    }
  }
  const own = new Set([...attackers.keys(), ...ownMiners.map((miner) => validators + miner)])
  const isMinersOnly = attackers.size === 0
  const shareOf = ({ miners, validators }: EpochPay, counts: (uid: number) => boolean): number => {
    let share = 0
    for (let uid = 0; uid < miners.length; uid++)
      if (counts(uid)) share += isMinersOnly ? (miners[uid] ?? 0) : ((miners[uid] ?? 0) + (validators[uid] ?? 0)) / 2
    return share
  }
  const isHonest = (uid: number) => !own.has(uid)
  const lockedStake = [...attackers.keys()].reduce((sum, uid) => sum + (stakes[uid] ?? 0), 0)
  return {
    shares: paid.map((pay) => shareOf(pay, (uid) => own.has(uid))),
    honest: paid.map((pay) => shareOf(pay, isHonest)),
    quality: [...quality],
    pay: start.map((_, miner) => paid.reduce((sum, { miners }) => sum + (miners[validators + miner] ?? 0), 0)),
    hits: [],
    spending: {
      ...FREE,
      lockedStake,
      lockedDays: epochs * DAYS_PER_EPOCH,
      cpuSeconds: attackers.size * epochs * VALIDATION_SECONDS * (run.isOn ? cpuShare : 1),
    },
    effort: 1,
  }
}
