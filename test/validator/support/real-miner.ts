import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createAllowance } from '../../../miner/allowance.ts'
import { createAxon } from '../../../miner/axon.ts'
import { createForward } from '../../../miner/forward.ts'
import { createPermits } from '../../../miner/permits.ts'
import { createRounds } from '../../../miner/rounds.ts'
import { serve } from '../../../miner/serve.ts'
import { createTraffic } from '../../../miner/traffic.ts'
import { systemClock as clock } from '../../../shared/clock.ts'
import type { Keypair } from '../../../shared/crypto/keypair.ts'
import { silentLogger as log } from '../../../shared/log.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import type { Model } from '../../../shared/model/model.ts'
import { rao } from '../../../shared/units.ts'
import { toNs } from '../../../shared/wire/auth-window.ts'
import { createReplayStore } from '../../../shared/wire/replay-store.ts'
import type { FakeSubtensor } from '../../support/fake-subtensor.ts'

/** An axon as miners run it, on a free port of this machine, announced on the fake chain. */
export async function serveMiner(chain: FakeSubtensor, hotkey: Keypair, model: Model): Promise<void> {
  const permits = createPermits({ client: chain, netuid: chain.netuid, clock, log })
  await permits.refresh()
  const forward = createForward({ mechanism: glyphs, model })
  const app = createAxon({
    hotkey: hotkey.ss58,
    permits,
    seen: createReplayStore({ notBeforeNs: toNs(clock.now()) }),
    allowance: createAllowance({ requestsPerSecond: 1_000, bytesPerSecond: 4_194_304, clock }),
    clock,
    minStake: rao(0n),
    maxInFlight: 64,
    rounds: createRounds({ hotkey, forward, clock, random: (length) => new Uint8Array(randomBytes(length)) }),
    traffic: createTraffic({ clock, log }),
    log,
  })
  const listener = await serve({ fetch: app.fetch, host: '127.0.0.1', port: 0, clock })
  onTestFinished(() => listener.close())
  chain.addNeuron({
    hotkey: hotkey.ss58,
    axon: { ip: '127.0.0.1', port: listener.port, version: 1, block: 1 },
  })
}
