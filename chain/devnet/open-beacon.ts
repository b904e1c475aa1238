import { utf8 } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Logger } from '../../shared/log.ts'
import type { Service } from '../../shared/service.ts'
import { type Beacon, QUICKNET } from '../../shared/timelock/beacon.ts'
import { createLocalBeacon } from '../../shared/timelock/local-beacon.ts'

/** Where a local chain has its pulses from. */
export const BEACONS = ['local', 'quicknet'] as const
export type BeaconName = (typeof BEACONS)[number]

const LOCAL_SEED = utf8('meritnet')

/** A beacon of the chain's own, a round each second; its secret is no secret, so it hides nothing from its owner. */
export const openLocalBeacon = (): Beacon => createLocalBeacon({ seed: LOCAL_SEED })

/** A beacon with the services that keep it going. The client of the public one is only loaded where it is asked for. */
export async function openBeacon(
  name: BeaconName,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Promise<{ readonly beacon: Beacon; readonly services: readonly Service[] }> {
  if (name === 'local') return { beacon: openLocalBeacon(), services: [] }
  const { createQuicknetFetcher } = await import('../../shared/timelock/quicknet.ts')
  const { createRemoteBeacon } = await import('../../shared/timelock/remote-beacon.ts')
  const beacon = createRemoteBeacon({ parameters: QUICKNET, fetcher: createQuicknetFetcher(), clock, log })
  return { beacon, services: [beacon] }
}
