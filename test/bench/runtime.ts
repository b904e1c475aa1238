import type { Storage } from '../../chain/interface.ts'
import { openNode } from '../../chain/node/node.ts'
import { buildGenesis } from '../../chain/runtime/genesis.ts'
import { createRuntime } from '../../chain/runtime/index.ts'
import { raiseIssuance } from '../../chain/runtime/pallets/balances/account.ts'
import { createHotkey } from '../../chain/runtime/pallets/subtensor/registration/hotkey-account.ts'
import { appendNeuron } from '../../chain/runtime/pallets/subtensor/registration/neuron-slots.ts'
import { increaseStake } from '../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../chain/runtime/pallets/subtensor/storage.ts'
import { createSubnet, installOwner } from '../../chain/runtime/pallets/subtensor/subnets/create.ts'
import { systemClock } from '../../shared/clock.ts'
import { RAO_PER_TAO } from '../../shared/units.ts'
import { account } from '../support/pallet-harness.ts'
import { seeded } from '../support/seeded.ts'
import type { BenchRow } from './row.ts'

const VALIDATORS = 64
const MINERS = 256
const WARM_UP = 30
const BLOCKS = 101
const NETUID = 2

/** What a block costs whose epoch judges 64 × 256 dense weights: hooks, storage, trie, state root and database. */
export async function benchRuntime(): Promise<BenchRow[]> {
  const epoch = await medianBlockMs(1)
  const idle = await medianBlockMs(0)
  const size = `${VALIDATORS} validators × ${MINERS} miners`
  return [
    { name: `runtime: block with an epoch, ${size}`, value: epoch.wall, unit: 'ms', goal: '≤ 20' },
    { name: '  by CPU time, mean', value: epoch.cpu, unit: 'ms' },
    { name: 'runtime: the same block without the epoch', value: idle.wall, unit: 'ms' },
  ]
}

/** Milliseconds of a block: the median by the clock, and the mean of the CPU time, which ticks too coarsely for one. */
async function medianBlockMs(tempo: number): Promise<{ readonly wall: number; readonly cpu: number }> {
  const runtime = createRuntime({ slotDurationMs: 250 })
  const node = await openNode({
    runtime,
    genesis: (state) => writeNetwork(state, tempo),
    clock: systemClock,
    sealing: { tag: 'manual' },
  })
  const wall: number[] = []
  let cpuMs = 0
  try {
    for (let i = 0; i < WARM_UP + BLOCKS; i++) {
      const cpuBefore = process.threadCpuUsage()
      const started = performance.now()
      await node.createBlock({ createEmpty: true, finalize: true })
      if (i < WARM_UP) continue
      wall.push(performance.now() - started)
      const { user, system } = process.threadCpuUsage(cpuBefore)
      cpuMs += (user + system) / 1000
    }
  } finally {
    node.close()
  }
  return { wall: median(wall), cpu: cpuMs / BLOCKS }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Genesis with one started subnet, full of validators with stake and weights on every miner. */
function writeNetwork(state: Storage, tempo: number): void {
  buildGenesis(state)
  const n = VALIDATORS + MINERS
  createSubnet(state, { netuid: NETUID, tempo, mechanism: 0, block: 0 })
  storage.MaxAllowedUids.put(state, [NETUID], n)
  storage.CommitRevealWeightsEnabled.put(state, [NETUID], false)
  storage.FirstEmissionBlockNumber.put(state, [NETUID], 1n)
  storage.SubtokenEnabled.put(state, [NETUID], true)
  createHotkey(state, account(1), account(10_000))
  installOwner(state, { netuid: NETUID, coldkey: account(1), hotkey: account(10_000), block: 0 })
  for (let uid = 1; uid < n; uid++) {
    createHotkey(state, account(1 + uid), account(10_000 + uid))
    appendNeuron(state, { netuid: NETUID, hotkey: account(10_000 + uid), block: 0 })
  }
  const draw = seeded(1)
  const columns = Uint16Array.from({ length: MINERS }, (_, i) => VALIDATORS + i)
  for (let uid = 0; uid < VALIDATORS; uid++) {
    const position = { hotkey: account(10_000 + uid), coldkey: account(1 + uid), netuid: NETUID }
    increaseStake(state, position, BigInt(1 + uid) * 100n * RAO_PER_TAO)
    raiseIssuance(state, BigInt(1 + uid) * 100n * RAO_PER_TAO)
    const values = Uint16Array.from({ length: MINERS }, () => 1 + draw.below(65_535))
    storage.Weights.put(state, [NETUID, uid], { columns, values })
  }
  storage.LastUpdate.put(
    state,
    [NETUID],
    Array.from({ length: n }, () => 1n),
  )
  storage.ActivityCutoffFactorMilli.put(state, [NETUID], 50_000_000)
  storage.ValidatorPermit.put(
    state,
    [NETUID],
    Array.from({ length: n }, (_, uid) => uid < VALIDATORS),
  )
}
