import { expect, test } from 'vitest'
import { ObjectState } from '../../../../../chain/frame/object-state.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { createSubnet } from '../../../../../chain/runtime/pallets/subtensor/subnets/create.ts'
import { DEFAULT_CONSENSUS } from '../../../../../chain/simulator/play/full/yuma-chain.ts'

test('consensus of arenas is that of a new subnet of the chain', () => {
  const state = new ObjectState()
  createSubnet(state, { netuid: 1, tempo: 360, mechanism: 0, block: 0 })
  const { kappa, bondsPenalty, bondsMovingAverage, yuma3, liquidAlpha } = DEFAULT_CONSENSUS
  expect(Math.abs(kappa * 65_535 - storage.Kappa.get(state, 1))).toBeLessThan(1)
  expect(bondsPenalty * 65_535).toBe(storage.BondsPenalty.get(state, 1))
  expect(BigInt(bondsMovingAverage * 1e6)).toBe(storage.BondsMovingAverage.get(state, 1))
  expect(yuma3).toBe(storage.Yuma3On.get(state, 1))
  expect(liquidAlpha).toBe(storage.LiquidAlphaOn.get(state, 1))
})
