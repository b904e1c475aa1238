import { type AttackOutcome, FREE } from '../attack.ts'
import type { ChainActor } from './chain-arena.ts'

/** What epochs on chain paid. */
export interface ChainEpochs {
  readonly epochs: readonly ReadonlyMap<string, number>[]
  readonly attackers: readonly ChainActor[]
  readonly honest: readonly ChainActor[]
  /** TAO burned by the attackers. */
  readonly spent: number
  readonly effort?: number
}

/** The outcome of a run on chain. */
export function toOutcome({ epochs, attackers, honest, spent, effort = 1 }: ChainEpochs): AttackOutcome {
  const sum = (of: readonly ChainActor[]) =>
    epochs.map((paid) => of.reduce((total, { name }) => total + (paid.get(name) ?? 0), 0))
  const all = [...honest, ...attackers]
  return {
    shares: sum(attackers),
    honest: sum(honest),
    quality: all.map(({ skill }) => skill),
    pay: all.map(({ name }) => epochs.reduce((total, paid) => total + (paid.get(name) ?? 0), 0)),
    hits: [],
    spending: { ...FREE, registration: spent },
    effort,
  }
}

/** Honest miners of a subnet on chain, from weak to strong. */
export const honestSkills = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => 0.25 + (0.6 * index) / (count - 1))
