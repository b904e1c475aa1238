import { AppError } from '../../../shared/errors.ts'
import { spearman } from '../../../shared/spearman.ts'
import { attackCost, returnOnInvestment } from '../metrics/costs.ts'
import { falsePositiveRate, timeToDetect } from '../metrics/detection.ts'
import { meanOf } from '../metrics/estimate.ts'
import { gainOf, honestLoss } from '../metrics/shares.ts'
import type { Attack } from './attack.ts'
import { checkOutcome } from './check-outcome.ts'
import type { DefenceId } from './defences.ts'

/** One pair of runs: an attack on and off by the same seed under the same defences. */
export interface Job {
  readonly seed: number
  readonly defences: readonly DefenceId[]
}

/** What a pair of runs measured; `null` for what it does not define. Plain JSON. */
export interface Measured {
  /** Share of the attackers over what an honest actor gets for the same work. */
  readonly gain: number | null
  readonly honestLoss: number | null
  /** Spearman's correlation of true quality and pay, with the attack. */
  readonly rankCorrelation: number | null
  /** Epochs until the gain stays below a tenth. */
  readonly timeToDetect: number | null
  /** Part of the honest that a defence hit while the attack was on. */
  readonly falsePositives: number | null
  /** TAO. */
  readonly cost: number
  readonly returnOnInvestment: number | null
}

/** TAO that an epoch pays to all whom shares are of: the miners, or the miners and validators. */
const EPOCH_TAO = 10
const PRICES = { yieldPerYear: 0.1, cpuSecond: 1e-6 }

/**
 * Plays an attack on and off, and measures.
 * @throws AppError `bad-attack` for an outcome that cannot be measured; what `play` throws.
 */
export async function runJob(attack: Attack, { seed, defences }: Job): Promise<Measured> {
  const active = new Set(defences)
  const on = checkOutcome(await attack.play({ seed, defences: active, isOn: true }))
  const off = checkOutcome(await attack.play({ seed, defences: active, isOn: false }))
  const mean = (values: readonly number[]) => meanOf(values) ?? 0
  const fair = mean(off.shares) * (on.effort / off.effort)
  if (fair === 0 && mean(on.shares) > 0)
    throw new AppError('bad-attack', 'the run without the attack pays its actors nothing, so that no gain can be told')
  const cost = attackCost(on.spending, PRICES)
  const income = mean(on.shares) * on.shares.length * EPOCH_TAO
  // Early epochs are compared with what the same epochs pay an honest actor.
  const gains = on.shares.map((share, epoch) => gainOf(share, (off.shares[epoch] ?? 0) * (on.effort / off.effort)))
  const known = <T>(value: T | undefined): T | null => value ?? null
  return {
    gain: known(gainOf(mean(on.shares), fair)),
    honestLoss: known(honestLoss(mean(on.honest), mean(off.honest))),
    rankCorrelation: known(on.quality.length < 2 ? undefined : spearman(on.quality, on.pay)),
    timeToDetect: known(timeToDetect(gains)),
    falsePositives: known(falsePositiveRate(on.hits)),
    cost,
    returnOnInvestment: known(returnOnInvestment(income, cost)),
  }
}
