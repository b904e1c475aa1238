import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'
import type { Endowment } from '../../runtime/genesis.ts'
import { openWorld, type World } from '../world/world.ts'
import { writeRecorded } from './write-recorded.ts'

/** The netuid that a recorded subnet has in the simulator, whatever it had on its chain. */
export const RECORDED_NETUID = 2

/** Opens the chain of a snapshot: the block after the recorded one is being built. */
export const openRecorded = (snapshot: MetagraphSnapshot, endowments: readonly Endowment[] = []): World =>
  openWorld(
    (state) => writeRecorded(state, { snapshot, netuid: RECORDED_NETUID, endowments }),
    undefined,
    snapshot.block.number + 1,
  )
