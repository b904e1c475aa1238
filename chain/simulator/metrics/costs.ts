/** What an attack spends; all amounts in TAO. */
export interface Spending {
  /** Burned for registrations. */
  readonly registration: number
  /** Stake that is bound while the attack runs. */
  readonly lockedStake: number
  /** How long it is bound, in days. */
  readonly lockedDays: number
  /** Processor time in seconds. */
  readonly cpuSeconds: number
}

/** What binding stake and computing costs. */
export interface Prices {
  /** Yield per year that bound stake forgoes, as a share of 1. */
  readonly yieldPerYear: number
  /** TAO for a second of one core. */
  readonly cpuSecond: number
}

const DAYS_PER_YEAR = 365.25

/** Cost of an attack in TAO: registrations + forgone yield of the bound stake + processor time. */
export function attackCost(
  { registration, lockedStake, lockedDays, cpuSeconds }: Spending,
  { yieldPerYear, cpuSecond }: Prices,
): number {
  return registration + lockedStake * yieldPerYear * (lockedDays / DAYS_PER_YEAR) + cpuSeconds * cpuSecond
}

/** Return on investment: (income − cost) / cost; `undefined` for an attack that costs nothing. */
export const returnOnInvestment = (income: number, cost: number): number | undefined =>
  cost > 0 ? (income - cost) / cost : undefined
