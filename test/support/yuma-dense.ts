import type { EpochInput } from '../../chain/yuma/epoch-input.ts'
import { emptyRow, type Row } from '../../chain/yuma/rows.ts'
import { createRng } from '../../shared/rng.ts'

/** Size and seed of a dense epoch. */
export interface DenseEpoch {
  readonly validators: number
  readonly miners: number
  readonly seed?: number
  readonly overrides?: Partial<EpochInput>
}

/** Epoch in which every validator has a random weight on and bond to every miner. Uids: validators first. */
export function denseEpoch({ validators, miners, seed = 1, overrides = {} }: DenseEpoch): EpochInput {
  const rng = createRng(new Uint8Array(16).fill(seed))
  const n = validators + miners
  const columns = Uint16Array.from({ length: miners }, (_, k) => validators + k)
  const isValidator = (uid: number) => uid < validators
  const row = (uid: number): Row =>
    isValidator(uid) ? { columns, values: columns.map(() => 1 + rng.below(65_535)) } : emptyRow
  const uids = Array.from({ length: n }, (_, uid) => uid)
  return {
    n,
    currentBlock: 1000,
    tempo: 100,
    activityCutoff: 5000,
    lastUpdate: uids.map(() => 990),
    blockAtRegistration: uids.map(() => 1),
    totalStake: uids.map((uid) => (isValidator(uid) ? BigInt(1 + rng.u32()) << 72n : 0n)),
    minStake: 0n,
    ownerUid: undefined,
    validatorPermits: uids.map(isValidator),
    maxAllowedValidators: Math.max(validators, 64),
    weights: uids.map(row),
    bonds: uids.map(row),
    commitRevealEnabled: false,
    commitBlocks: [],
    kappa: 32_767,
    bondsPenalty: 65_535,
    bondsMovingAverage: 900_000n,
    yuma3On: true,
    liquidAlphaOn: false,
    alphaLow: 45_875,
    alphaHigh: 58_982,
    alphaSigmoidSteepness: 1000,
    lastMechanismStepBlock: 900,
    raoEmission: 100_000_000_000n,
    ...overrides,
  }
}

/** Epoch in which every uid is a validator with a random weight on and bond to every other. */
export function allValidatorsEpoch({ uids, seed = 1 }: { readonly uids: number; readonly seed?: number }): EpochInput {
  const rng = createRng(new Uint8Array(16).fill(seed))
  const all = Array.from({ length: uids }, (_, uid) => uid)
  const row = (uid: number): Row => {
    const columns = Uint16Array.from(all.filter((other) => other !== uid))
    return { columns, values: columns.map(() => 1 + rng.below(65_535)) }
  }
  return denseEpoch({
    validators: uids,
    miners: 0,
    seed,
    overrides: { weights: all.map(row), bonds: all.map(row), maxAllowedValidators: uids },
  })
}
