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

/**
 * What all validators of a run remember of all miners: the average skill with its half-life, as `updateEstimate` has it,
 * for a million epochs. Rows are validators, columns miners, both by their position.
 */
export class FastScores {
  readonly #options: FastScoresOptions
  readonly #decay: number
  readonly #shape: WeightShape
  readonly #trial: (weight: number) => number
  /** NaN before the first round. */
  readonly #means: Float64Array
  readonly #weights: Float64Array
  /** Of the validator whose weights are being made. */
  readonly #skills: number[]
  readonly #row: Uint16Array<ArrayBuffer>

  constructor(options: FastScoresOptions) {
    const { validators, miners, settings } = options
    this.#options = options
    this.#decay = 2 ** (-1 / settings.halfLifeRounds)
    const { skillFloor: floor, skillExponent: exponent, temperature } = settings
    this.#shape = settings.shape === 'ramp' ? rampShape({ floor, exponent }) : softmaxShape({ floor, temperature })
    this.#trial = trialFactorFor(settings)
    this.#means = new Float64Array(validators * miners).fill(Number.NaN)
    this.#weights = new Float64Array(validators * miners)
    this.#row = new Uint16Array(miners)
    this.#skills = Array.from({ length: miners }, () => 0)
  }

  /**
   * One round of one validator.
   * @param shown skill that each miner's answers are worth; below 0 for who was not asked, which changes nothing.
   */
  measure(validator: number, shown: Float64Array): void {
    const { miners, noise, random } = this.#options
    const [means, weights, decay, sigma] = [this.#means, this.#weights, this.#decay, noise.sigma]
    const isFactor = noise.kind === 'lognormal'
    for (let miner = 0, at = validator * miners; miner < miners; miner++, at++) {
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
      const weight = decay * (weights[at] ?? 0) + 1
      weights[at] = weight
      means[at] = weight === 1 ? measured : (means[at] ?? 0) + (measured - (means[at] ?? 0)) / weight
    }
  }

  /** Average skills that a validator measured; NaN for miners that it never asked. Do not write to it. */
  skillsOf(validator: number): Float64Array {
    const { miners } = this.#options
    return this.#means.subarray(validator * miners, (validator + 1) * miners)
  }

  /** What these skills are worth, as `toWeights` weighs miners without findings: of 65 535, the best has all. The next call writes to it again. */
  toWeights(validator: number): Uint16Array {
    const { miners, settings } = this.#options
    const skills = this.#skills
    let unknown = 0
    let isOnTrial = false
    for (let miner = 0, at = validator * miners; miner < miners; miner++, at++) {
      const known = this.#weights[at] ?? 0
      const isKnown = known > 0
      if (isKnown && this.#trial(known) < 1) isOnTrial = true
      if (!isKnown) unknown++
      skills[miner] = isKnown ? (this.#means[at] ?? 0) : 0
    }
    const raw = this.#shape(skills)
    const weights = scaleToBest(
      isOnTrial
        ? raw.map((weight, miner) => weight * this.#trial(this.#weights[validator * miners + miner] ?? 0))
        : raw,
      this.#row,
    )
    if (unknown === 0 || settings.explorationWeight === 0 || !weights.includes(65_535)) return weights
    for (let miner = 0; miner < miners; miner++)
      if ((this.#weights[validator * miners + miner] ?? 0) === 0) weights[miner] = settings.explorationWeight
    return weights
  }

  /** Forgets a miner: it left, and who comes back starts anew. */
  forget(miner: number): void {
    const { miners, validators } = this.#options
    for (let validator = 0; validator < validators; validator++) {
      this.#means[validator * miners + miner] = Number.NaN
      this.#weights[validator * miners + miner] = 0
    }
  }
}
