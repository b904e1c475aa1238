import { createRng, type Rng } from '../../../../shared/rng.ts'
import type { MinerFacts } from '../../../../shared/scoring/facts.ts'
import type { Finding } from '../../../../shared/scoring/finding.ts'
import { afterRound, EMPTY_STATE, type ScoringState } from '../../../../shared/scoring/state.ts'
import { toWeights, type WeightsResult } from '../../../../shared/scoring/to-weights.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { EpochChain, EpochPay } from './epoch-chain.ts'
import { playRound } from './play-round.ts'
import type { Player } from './players.ts'
import type { LayOutRound, RoundRules } from './round-rules.ts'
import type { CheckProofs } from './score-round.ts'

/** A miner with what the chain says of it. */
export interface FullMiner extends Player {
  readonly uid: number
  /** Block of its model commitment. */
  readonly modelBlock: number | undefined
  readonly registeredBlock: number
  /** First epoch in which it is asked, and the one from which it is not any more. */
  readonly fromEpoch?: number
  readonly untilEpoch?: number
}

/** A validator. It plays by the rules, and sets what it finds or something else. */
export interface FullValidator {
  readonly hotkey: Ss58
  readonly uid: number
  /** What it sets in place of the row that its rounds are worth, u16 by uid; `undefined` sets none. */
  readonly amendRow?: (row: Uint16Array, epoch: number) => Uint16Array | undefined
}

/** What a simulation at the full level is. */
export interface FullOptions {
  readonly rules: RoundRules
  readonly validators: readonly FullValidator[]
  readonly miners: readonly FullMiner[]
  readonly epochs: number
  readonly chain: EpochChain
  /** 16 bytes or more. */
  readonly seed: Uint8Array
  readonly layOut?: LayOutRound
  readonly checkProofs?: CheckProofs
  readonly onFault?: (hotkey: Ss58, error: unknown) => void
}

/** What a simulation came to. */
export interface FullResult {
  readonly epochs: readonly EpochPay[]
  /** Findings that each validator has on each miner at the end, by position of validator and miner. */
  readonly findings: readonly (readonly (readonly Finding[])[])[]
  /** Hotkeys that any validator had a finding on at any time. */
  readonly accused: ReadonlySet<Ss58>
}

/**
 * Plays epochs: in each, every validator plays a round with all miners, brings its own memory up to date and sets
 * weights; then the chain pays. The same seed gives the same result.
 */
export async function playEpochs(options: FullOptions): Promise<FullResult> {
  const { rules, validators, epochs, chain, seed, layOut, checkProofs, onFault } = options
  const { scoring } = rules
  const root = createRng(seed)
  const tables = validators.map((validator) => ({ validator, rng: root.fork(`validator ${validator.hotkey}`) }))
  const states: ScoringState[] = tables.map(() => EMPTY_STATE)
  const paid: EpochPay[] = []
  const accused = new Set<Ss58>()
  let last: readonly WeightsResult[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    const miners = options.miners.filter(
      ({ fromEpoch = 0, untilEpoch = epochs }) => epoch >= fromEpoch && epoch < untilEpoch,
    )
    const results: WeightsResult[] = []
    for (const [index, { validator, rng }] of tables.entries()) {
      const state = afterRound(
        states[index] ?? EMPTY_STATE,
        await playRound({
          rules,
          epoch,
          number: epoch,
          validator: validator.hotkey,
          players: miners,
          rng: forkOf(rng, epoch),
          layOut,
          checkProofs,
          onFault,
        }),
        scoring,
      )
      states[index] = state
      const result = toWeights({ state, miners: miners.map(toFacts) }, scoring)
      const row = new Uint16Array(chain.size)
      for (const [position, { uid }] of miners.entries()) row[uid] = result.weights[position] ?? 0
      const set = validator.amendRow === undefined ? row : validator.amendRow(row, epoch)
      if (set !== undefined) chain.setWeights(validator.uid, set)
      results.push(result)
      for (const [position, { hotkey }] of miners.entries())
        if ((result.reasons[position] ?? []).length > 0) accused.add(hotkey)
    }
    last = results
    paid.push(chain.endEpoch())
  }
  return { epochs: paid, findings: last.map(({ reasons }) => reasons), accused }
}

const forkOf = (rng: Rng, epoch: number): Rng => rng.fork(`epoch ${epoch}`)

const toFacts = ({ hotkey, uid, model, modelBlock, registeredBlock }: FullMiner): MinerFacts => ({
  hotkey,
  uid,
  model: modelBlock === undefined ? undefined : model,
  modelBlock,
  registeredBlock,
})
