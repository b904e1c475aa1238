/** What the published figures vary; the rest of the experiment is fixed. */
export interface RetentionConfig {
  /** Relative standard deviation of validators' weights, σ. */
  readonly weightDeviation: number
  /** Bonds penalty β as a share of 1. */
  readonly bondsPenalty: number
  /** Majority κ as a share of 1. */
  readonly kappa: number
  /** Validators' share ξ of the emission; miners get the rest. */
  readonly validatorShare: number
}

const base: RetentionConfig = { weightDeviation: 0.4, bondsPenalty: 1, kappa: 0.5, validatorShare: 0.5 }

/** The published figures by name. */
export const CONFIGS = {
  base,
  sd0: { ...base, weightDeviation: 0 },
  sd20: { ...base, weightDeviation: 0.2 },
  beta0: { ...base, bondsPenalty: 0 },
  beta50: { ...base, bondsPenalty: 0.5 },
  kappa40: { ...base, kappa: 0.4 },
  kappa60: { ...base, kappa: 0.6 },
  xi0: { ...base, validatorShare: 0 },
  xi25: { ...base, validatorShare: 0.25 },
} as const satisfies Record<string, RetentionConfig>

/** Name of a published figure. */
export type ConfigName = keyof typeof CONFIGS

/** Names of the published figures. */
export const CONFIG_NAMES: readonly ConfigName[] = [
  'base',
  'sd0',
  'sd20',
  'beta0',
  'beta50',
  'kappa40',
  'kappa60',
  'xi0',
  'xi25',
]

/** The honest team's shares of the stake that the figures draw a contour for. */
export const HONEST_STAKES: readonly number[] = [0.51, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99]
