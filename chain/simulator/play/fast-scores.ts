import { decayOf } from '../../../shared/scoring/decay.ts'
import type { ScoringSettings } from '../../../shared/scoring/settings.ts'
import { trialFactorFor } from '../../../shared/scoring/trial.ts'
import { rampShape, scaleToBest, softmaxShape, type WeightShape } from '../../../shared/scoring/weight-shapes.ts'
import type { FastRandom } from './fast-random.ts'

/** How far measured skills lie from true ones. */
export interface Noise {
  /** `normal` adds to the skill, `lognormal` multiplies it. */
  readonly kind: 'normal' | 'lognormal'
  readonly sigma: number
}

export interface FastScoresOptions {
  readonly validators: number
  readonly miners: number
  readonly noise: Noise
  readonly settings: ScoringSettings
  readonly random: FastRandom
}

/** What one validator remembers, by position of the miner. */
interface Memory {
  /** Average skill; NaN before the first round. */
  readonly means: Float64Array
  /** Weights of the averages; 0 before the first round. */
  readonly weights: Float64Array
  /** Whether it knows every miner, and none is on trial: weights of averages never sink, so that it stays so until one leaves. */
  isSettled: boolean
}

/**
 * What all validators of a run remember of all miners: the average skill with its half-life, as `updateEstimate` has it,
 * for a million epochs.
 */
export class FastScores {
  readonly #options: FastScoresOptions
  readonly #decay: number
  readonly #shape: WeightShape
  readonly #trial: (weight: number) => number
  readonly #memories: readonly Memory[]
  /** Of the validator whose weights are being made. */
  readonly #raw: Float64Array
  readonly #row: Uint16Array<ArrayBuffer>

  constructor(options: FastScoresOptions) {
    const { validators, miners, settings } = options
    this.#options = options
    this.#decay = decayOf(settings.halfLifeRounds)
    const { skillFloor: floor, skillExponent: exponent, temperature } = settings
    this.#shape = settings.shape === 'ramp' ? rampShape({ floor, exponent }) : softmaxShape({ floor, temperature })
    this.#trial = trialFactorFor(settings)
    this.#memories = Array.from({ length: validators }, () => ({
      means: new Float64Array(miners).fill(Number.NaN),
      weights: new Float64Array(miners),
      isSettled: false,
    }))
    this.#raw = new Float64Array(miners)
    this.#row = new Uint16Array(miners)
  }

  /**
   * One round of one validator.
   * @param shown skill that each miner's answers are worth; below 0 for who was not asked, which changes nothing.
   */
  measure(validator: number, shown: Float64Array): void {
    const { noise, random } = this.#options
    const { means, weights } = this.#memoryOf(validator)
    const decay = this.#decay
    const { sigma } = noise
    const isFactor = noise.kind === 'lognormal'
    for (let miner = 0; miner < means.length; miner++) {
      const skill = shown[miner] ?? -1
      if (skill < 0) continue
      let measured = skill
      // Who gives no answer gets 0 from everybody.
      if (sigma > 0 && skill > 0) {
        const draw = sigma * random.normal()
        measured = isFactor ? skill * Math.exp(draw) : skill + draw
        if (measured < 0) measured = 0
        else if (measured > 1) measured = 1
      }
      const weight = decay * (weights[miner] ?? 0) + 1
      weights[miner] = weight
      const mean = means[miner] ?? 0
      means[miner] = weight === 1 ? measured : mean + (measured - mean) / weight
    }
  }

  /** Average skills that a validator measured; NaN for miners that it never asked. Do not write to it. */
  skillsOf(validator: number): Float64Array {
    return this.#memoryOf(validator).means
  }

  /** What these skills are worth, as `toWeights` weighs miners without findings: of 65 535, the best has all. The next call writes to it again. */
  toWeights(validator: number): Uint16Array {
    const memory = this.#memoryOf(validator)
    memory.isSettled ||= memory.weights.every((weight) => this.#trial(weight) === 1)
    return memory.isSettled ? scaleToBest(this.#shape(memory.means, this.#raw), this.#row) : this.#unsettled(memory)
  }

  /** Forgets a miner: it left, and who comes back starts anew. */
  forget(miner: number): void {
    for (const memory of this.#memories) {
      memory.means[miner] = Number.NaN
      memory.weights[miner] = 0
      memory.isSettled = false
    }
  }

  /** Weights where some miners are new. */
  #unsettled({ means, weights }: Memory): Uint16Array {
    const known = means.map((mean, miner) => (weights[miner] === 0 ? 0 : mean))
    const raw = this.#shape(known, this.#raw)
    for (let miner = 0; miner < raw.length; miner++) raw[miner] = (raw[miner] ?? 0) * this.#trial(weights[miner] ?? 0)
    const row = scaleToBest(raw, this.#row)
    const { explorationWeight } = this.#options.settings
    if (explorationWeight === 0 || !row.includes(65_535)) return row
    for (let miner = 0; miner < row.length; miner++) if (weights[miner] === 0) row[miner] = explorationWeight
    return row
  }

  /** @throws RangeError for a validator that does not exist. */
  #memoryOf(validator: number): Memory {
    const memory = this.#memories[validator]
    if (memory === undefined) throw new RangeError(`no validator ${validator} of ${this.#memories.length}`)
    return memory
  }
}
