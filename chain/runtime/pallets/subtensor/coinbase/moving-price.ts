import type { Storage } from '../../../../interface.ts'
import { I96F32, lesser, U64F64 } from '../../../../yuma/fixed.ts'
import { spotPrice } from '../pool/pool.ts'
import { storage } from '../storage.ts'

/** Moves the average price of a subnet towards the spot price; slowly at first, so that new subnets cannot jump. */
export function updateMovingPrice(state: Storage, netuid: number, block: number): void {
  const first = storage.FirstEmissionBlockNumber.get(state, netuid) ?? BigInt(block)
  const age = I96F32.fromInteger(BigInt(block) - first + 1n)
  const halving = I96F32.fromInteger(storage.EMAPriceHalvingBlocks.get(state, netuid))
  const speed = I96F32.mul(storage.SubnetMovingAlpha.get(state), I96F32.divide(age, I96F32.add(age, halving)))
  // A price above 1 counts as 1.
  const spot = lesser(spotPrice(state, netuid), U64F64.one) >> 32n
  storage.SubnetMovingPrice.mutate(state, [netuid], (old) =>
    I96F32.add(I96F32.mul(speed, spot), I96F32.mul(I96F32.sub(I96F32.one, speed), old)),
  )
}
