import type { Spending } from '../metrics/costs.ts'
import type { DefenceId } from './defences.ts'

/** Who attacks. */
export type AttackSide = 'miner' | 'validator' | 'owner' | 'network'

/**
 * Where an attack lives: `full`, in the answers to tasks; `fast`, in weights and consensus; `chain`, in registrations and
 * calls; `wire`, in signed requests; `training`, in gradients.
 */
export type AttackLevel = 'full' | 'fast' | 'chain' | 'wire' | 'training'

/** One run of an attack, or of the same actors without it. */
export interface AttackRun {
  /** The same number draws the same miners, tasks and noise, with the attack and without it. */
  readonly seed: number
  readonly defences: ReadonlySet<DefenceId>
  /** False: the attackers play honestly with what they have. */
  readonly isOn: boolean
}

/** What a run came to. */
export interface AttackOutcome {
  /** Share of everything that each epoch paid which went to the attackers, 0 … 1. */
  readonly shares: readonly number[]
  /** Share of the same that went to the honest. */
  readonly honest: readonly number[]
  /** True quality of the miners and what each was paid over the run, by position; empty where nobody has a quality. */
  readonly quality: readonly number[]
  readonly pay: readonly number[]
  /** Whether a defence hit each honest actor; empty where no defence accuses anybody. */
  readonly hits: readonly { readonly isHit: boolean }[]
  readonly spending: Spending
  /** Work done, as a share of what the honest would have done for the same; 1 unless the attack saves work. */
  readonly effort: number
}

/** A gain that theory allows, whatever defends. */
export interface AttackException {
  readonly reason: string
  /** When it holds. */
  readonly condition: string
}

/** An attack as the benchmark knows it. To add one: write its module, name it in the registry. */
export interface Attack {
  /** Of the catalogue, such as `A01`. */
  readonly id: string
  /** In a few words. */
  readonly name: string
  /** One paragraph. */
  readonly does: string
  readonly side: AttackSide
  readonly level: AttackLevel
  /** What the attacker has: stake, uids, models. */
  readonly resources: string
  /** Defences that concern it, the most telling one first. */
  readonly defences: readonly DefenceId[]
  readonly exception?: AttackException
  /** Plays a run; pure: the same run gives the same outcome. */
  play(run: AttackRun): Promise<AttackOutcome>
}

/** Days of an epoch of 360 blocks of 12 seconds. */
export const DAYS_PER_EPOCH = 0.05

/** An attack that spends nothing but what honest actors spend, too. */
export const FREE: Spending = { registration: 0, lockedStake: 0, lockedDays: 0, cpuSeconds: 0 }
