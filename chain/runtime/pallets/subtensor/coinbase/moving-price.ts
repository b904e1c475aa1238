import type { Storage } from '../../../../interface.ts'
import { I96F32 } from '../../../../yuma/fixed.ts'
import { storage } from '../storage.ts'

/** Price of a subnet's token in TAO, raw I96F32: constant for now. */
const SPOT = I96F32.one

/** Moves the average price of a subnet towards the spot price; slowly at first, so that new subnets cannot jump. */
export function updateMovingPrice(state: Storage, netuid: number, block: number): void {
  const first = storage.FirstEmissionBlockNumber.get(state, netuid) ?? BigInt(block)
  const age = I96F32.fromInteger(BigInt(block) - first + 1n)
  const halving = I96F32.fromInteger(storage.EMAPriceHalvingBlocks.get(state, netuid))
  const speed = I96F32.mul(storage.SubnetMovingAlpha.get(state), I96F32.divide(age, I96F32.add(age, halving)))
  storage.SubnetMovingPrice.mutate(state, [netuid], (old) =>
    I96F32.add(I96F32.mul(speed, SPOT), I96F32.mul(I96F32.sub(I96F32.one, speed), old)),
  )
}
