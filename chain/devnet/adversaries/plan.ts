import { AppError } from '../../../shared/errors.ts'
import { RAO_PER_TAO } from '../../../shared/units.ts'
import type { Cheat, MinerPlan, NeuronPlan, ValidatorPlan } from '../plan.ts'
import type { RivalFiles } from './rivals.ts'

/** Kinds of adversaries that a run adds, in the order in which it reports them. */
export const ADVERSARIES = ['relay', 'sybil', 'cache', 'late', 'downgrade'] as const
/** One of `ADVERSARIES`. */
export type AdversaryTag = (typeof ADVERSARIES)[number]

/** Far below what would make it count among validators, and enough for a permit. */
const RELAY_STAKE_TAO = 10n
/** One share in eight of all stake: a minority that consensus must bear. */
const UNFAIR_STAKE_TAO = 1_500n
const SYBILS = 5

/** Name of the validator that favours a friend. */
export const UNFAIR_VALIDATOR = 'validator-4'

/**
 * The adversaries of a subnet: a relay of the best honest miner, five hotkeys of one model, a cacher, a late answerer, an
 * int8 copy that claims to be the best honest model, and a validator that pays a weak miner as the best. All but the last
 * two serve models of another training than the honest ones, so that their own work has a place of its own.
 * @param models of the honest miners, worst first, as `planNeurons` takes them.
 */
export function planAdversaries(
  models: readonly { readonly file: string; readonly name: string }[],
  { rivals, downgraded }: RivalFiles,
): readonly NeuronPlan[] {
  const best = models.at(-1)
  if (best === undefined || models.length < 2)
    throw new AppError('out-of-range', `adversaries need two honest models or more; found ${models.length}`)

  const rivalAt = (share: number) => rivals[Math.round(share * (rivals.length - 1))] ?? best
  const miner = (name: string, cheat: Cheat, { file, name: label }: { file: string; name: string }): MinerPlan => ({
    role: 'miner',
    name,
    serves: { tag: 'model', file, label: `${cheat.tag}: ${label}` },
    cheat,
  })
  const sybil = rivalAt(0.6)
  const unfair: ValidatorPlan = {
    role: 'validator',
    name: UNFAIR_VALIDATOR,
    stakeRao: UNFAIR_STAKE_TAO * RAO_PER_TAO,
    favours: 'miner-2',
  }
  const victim = `miner-${models.length}`
  return [
    unfair,
    miner('relay', { tag: 'relay', victim, stakeRao: RELAY_STAKE_TAO * RAO_PER_TAO }, rivalAt(0)),
    ...Array.from({ length: SYBILS }, (_, i) => miner(`sybil-${i + 1}`, { tag: 'sybil' }, sybil)),
    miner('cacher', { tag: 'cache' }, rivalAt(0.4)),
    miner('late', { tag: 'late' }, rivalAt(0.8)),
    miner('downgrade', { tag: 'downgrade', claims: best.file }, { file: downgraded, name: `${best.name} in int8` }),
  ]
}

/** Which adversary a plan belongs to; `undefined` for honest ones. */
export const adversaryOf = (plan: NeuronPlan): AdversaryTag | undefined =>
  plan.role === 'miner' ? plan.cheat?.tag : undefined
