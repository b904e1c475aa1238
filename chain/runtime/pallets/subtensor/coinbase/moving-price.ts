import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { I96F32, lesser, U64F64 } from '../../../../yuma/fixed.ts'
import { divide, mul, ONE } from '../../../../yuma/float64/arithmetic.ts'
import { hasPool, spotPrice } from '../pool/pool.ts'
import { storage } from '../storage.ts'

/** What moves a price: `old` and `spot` are raw I96F32. */
export interface PriceMove {
  readonly old: bigint
  /** At most 1. */
  readonly spot: bigint
  /** Blocks since the subnet's first, which counts as 1. */
  readonly age: number
  /** Blocks after which the price has half its speed. */
  readonly halving: bigint
  /** Greatest speed, raw I96F32. */
  readonly alpha: bigint
}

/** Price after one more block, raw I96F32. */
export function movedPrice({ old, spot, age, halving, alpha }: PriceMove): bigint {
  const blocks = I96F32.fromInteger(BigInt(age))
  const speed = I96F32.mul(alpha, I96F32.divide(blocks, I96F32.add(blocks, I96F32.fromInteger(halving))))
  return I96F32.add(I96F32.mul(speed, spot), I96F32.mul(I96F32.sub(I96F32.one, speed), old))
}

/** Up to here `mul` and `divide` of numbers are exact. */
const MOST = 2n ** 32n

const fits = (raw: bigint): boolean => raw >= 0n && raw <= MOST

/** `movedPrice` in numbers, for all but outlandish settings: no price is above 1, nor any speed. */
export function quicklyMovedPrice(move: PriceMove): bigint {
  const { old, spot, age, halving, alpha } = move
  if (!fits(old) || !fits(spot) || !fits(halving) || !fits(alpha) || age < 1) return movedPrice(move)
  const speed = mul(divide(age, age + Number(halving)), Number(alpha))
  return BigInt(mul(Number(spot), speed) + mul(Number(old), ONE - speed))
}

/** What stays the same from block to block. */
const settingsOf = derive(
  [storage.FirstEmissionBlockNumber, storage.EMAPriceHalvingBlocks, storage.SubnetMovingAlpha],
  (state, netuid) => {
    const first = storage.FirstEmissionBlockNumber.get(state, netuid)
    return {
      first: first === undefined ? undefined : Number(first),
      halving: storage.EMAPriceHalvingBlocks.get(state, netuid),
      alpha: storage.SubnetMovingAlpha.get(state),
    }
  },
)

/** Moves the average price of a subnet towards the spot price; slowly at first, so that new subnets cannot jump. */
export function updateMovingPrice(state: Storage, netuid: number, block: number): void {
  const { first = block, halving, alpha } = settingsOf(state, netuid)
  // A price above 1 counts as 1.
  const spot = hasPool(state, netuid) ? lesser(spotPrice(state, netuid), U64F64.one) >> 32n : I96F32.one
  const old = storage.SubnetMovingPrice.get(state, netuid)
  const moved = quicklyMovedPrice({ old, spot, age: block - first + 1, halving, alpha })
  storage.SubnetMovingPrice.put(state, [netuid], moved)
}
