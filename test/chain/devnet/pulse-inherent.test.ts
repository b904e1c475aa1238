import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createPulseInherent } from '../../../chain/devnet/pulse-inherent.ts'
import { timestampInherent } from '../../../chain/node/block/inherents.ts'
import { type Node, openNode } from '../../../chain/node/node.ts'
import { buildGenesis } from '../../../chain/runtime/genesis.ts'
import { createRuntime } from '../../../chain/runtime/index.ts'
import { storage as drand } from '../../../chain/runtime/pallets/drand/storage.ts'
import { concat, toHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { type Beacon, roundAt } from '../../../shared/timelock/beacon.ts'
import { createLocalBeacon } from '../../../shared/timelock/local-beacon.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

beforeAll(cryptoReady)

const beacon = createLocalBeacon({ seed: Uint8Array.of(4) })
const open: Node[] = []
afterEach(() => {
  for (const node of open.splice(0)) node.close()
})

interface Chain {
  node: Node
  clock: ManualClock
  seal(): Promise<Uint8Array>
  /** Oldest and newest round stored at the head. */
  stored(): readonly [bigint, bigint]
}
async function startChain(offered: Beacon = beacon): Promise<Chain> {
  const clock = createManualClock()
  const node: Node = await openNode({
    runtime: createRuntime({ slotDurationMs: 250 }),
    genesis: (storage) => buildGenesis(storage, { beacon: beacon.parameters }),
    clock,
    sealing: { tag: 'manual' },
    minTimestampStepMs: 125,
    inherents: [
      timestampInherent,
      createPulseInherent(offered, () => drand.LastStoredRound.get(node.state(node.head().hash))),
    ],
  })
  open.push(node)
  const state = () => node.state(node.head().hash)
  return {
    node,
    clock,
    seal: async () => (await node.createBlock({ createEmpty: true, finalize: true })).hash,
    stored: () => [drand.OldestStoredRound.get(state()), drand.LastStoredRound.get(state())],
  }
}

describe('pulses in blocks', () => {
  test('begin with the newest and follow the time of the blocks without a gap', async () => {
    const { clock, seal, stored } = await startChain()
    await seal()
    const first = roundAt(beacon.parameters, clock.now())
    expect(stored()).toEqual([first, first])
    await seal()
    expect(stored()).toEqual([first, first])
    await clock.advance(6_000)
    await seal()
    expect(stored()).toEqual([first, first + 4n])
    await seal()
    expect(stored()).toEqual([first, first + 6n])
  })

  test('are made once a block and only when there are new ones', async () => {
    const { node, clock, seal } = await startChain()
    expect(node.body(await seal())).toHaveLength(2)
    expect(node.body(await seal())).toHaveLength(1)
    await clock.advance(1_000)
    expect(node.body(await seal())).toHaveLength(2)
  })

  test('do not follow a long pause round by round', async () => {
    const { clock, seal, stored } = await startChain()
    await seal()
    await clock.advance(3_601_000)
    await seal()
    expect(stored()[1]).toBe(roundAt(beacon.parameters, clock.now()))
  })

  test('of another beacon are left out, and blocks go on', async () => {
    const { node, seal, stored } = await startChain(createLocalBeacon({ seed: Uint8Array.of(5) }))
    expect(node.body(await seal())).toHaveLength(1)
    expect(stored()).toEqual([0n, 0n])
  })

  test('make blocks that anybody can execute again, and the same ones everywhere', async () => {
    const [a, b] = [await startChain(), await startChain()]
    for (let i = 0; i < 3; i++) {
      const parent = a.node.head().hash
      const hash = await a.seal()
      expect(toHex(await b.seal())).toBe(toHex(hash))
      const extrinsics = a.node.body(hash)!
      const block = concat(a.node.header(hash)!, Uint8Array.of(extrinsics.length << 2), ...extrinsics)
      expect(() => a.node.query(parent, 'Core_execute_block', block)).not.toThrow()
      await a.clock.advance(2_500)
      await b.clock.advance(2_500)
    }
  })
})
