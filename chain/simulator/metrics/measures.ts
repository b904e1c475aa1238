/** What is known of a measure, for reports. */
export interface MeasureInfo {
  /** A few words, for axes and tables. */
  readonly label: string
  readonly description: string
  /** Which direction is good for the network; `undefined` where neither is. */
  readonly better: 'low' | 'high' | undefined
}

/** Every measure of a run, by its name. What is not defined for a run, such as a gain without an attacker, has no value. */
const MEASURES = {
  gain: {
    label: 'gain of the attacker',
    description: 'share of the attackers / share of the same actors when they play honestly, same seed',
    better: 'low',
  },
  attackerShare: {
    label: "attackers' share",
    description: 'emission of the attackers / all emission',
    better: 'low',
  },
  fairShare: {
    label: 'fair share',
    description: 'share of the same actors when they play honestly, same seed',
    better: undefined,
  },
  honestLoss: {
    label: 'loss of the honest',
    description: '1 − emission of the honest with the attack / without it, same seed',
    better: 'low',
  },
  rankCorrelation: {
    label: 'rank correlation',
    description: "Spearman's correlation of miners' true skill and their emission",
    better: 'high',
  },
  timeToDetect: {
    label: 'epochs to detect',
    description: 'epochs until the gain falls below 0.1 for good',
    better: 'low',
  },
  falsePositiveRate: {
    label: 'false positives',
    description: 'part of the honest that a defence hit',
    better: 'low',
  },
  cost: {
    label: 'cost (TAO)',
    description: 'registrations and fees + forgone yield of bound stake + processor time',
    better: 'high',
  },
  roi: { label: 'return on the attack', description: '(income − cost) / cost', better: 'low' },
  nakamoto: {
    label: 'Nakamoto coefficient',
    description: 'fewest owners that hold more than half of the stake at the end',
    better: 'high',
  },
  gini: { label: 'Gini coefficient', description: 'inequality of the emission of all neurons', better: undefined },
  honestShare: { label: 'share of the honest', description: 'emission of the honest / all emission', better: 'high' },
  takeoverCost: {
    label: 'cost to take over (TAO)',
    description: 'stake that must be added for a majority κ, at the price of the end',
    better: 'high',
  },
} as const satisfies Record<string, MeasureInfo>

/** Name of a measure. */
export type MeasureName = keyof typeof MEASURES

/** Names of all measures, in the order of reports. */
export const MEASURE_NAMES = Object.keys(MEASURES)

const known: ReadonlyMap<string, MeasureInfo> = new Map(Object.entries(MEASURES))

/** What is known of a measure; a name that nobody described stands for itself. */
export const measureInfo = (name: string): MeasureInfo =>
  known.get(name) ?? { label: name, description: name, better: undefined }
