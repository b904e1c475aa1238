import type { Clock } from '../clock.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Service } from '../service.ts'
import { type Beacon, type BeaconParameters, type Pulse, roundAt, timeOfRound } from './beacon.ts'

/** Asks the beacon for pulses. Both reject when it cannot be reached or answers with something else. */
export interface PulseFetcher {
  newest(): Promise<Pulse>
  round(round: bigint): Promise<Pulse>
}

export interface RemoteBeaconDeps {
  readonly parameters: BeaconParameters
  readonly fetcher: PulseFetcher
  readonly clock: Clock
  readonly log: Logger
}

/** Pulses fetched ahead of the blocks that store them. */
const MOST_AHEAD = 64
const RETRY_MS = 2000

/**
 * A beacon that others run. Blocks cannot wait for the network, so the service fetches pulses as they come out, and
 * blocks take what is there. While the beacon is out of reach nothing opens; afterwards the missed rounds follow in order.
 */
export function createRemoteBeacon(deps: RemoteBeaconDeps): Beacon & Service {
  const { parameters, fetcher, clock, log } = deps
  const fetched = new Map<bigint, Pulse>()
  /** Newest round that the chain has, as far as it told. */
  let stored = 0n

  const keep = (pulse: Pulse): void => void fetched.set(pulse.round, pulse)
  const next = (): bigint => {
    let round = stored + 1n
    while (fetched.has(round)) round++
    return round
  }

  async function fetchMissing(signal: AbortSignal): Promise<void> {
    if (stored === 0n) {
      const newest = roundAt(parameters, clock.now())
      if (fetched.has(newest)) return
      const pulse = await fetcher.newest()
      fetched.clear()
      keep(pulse)
      return
    }
    for (const round of fetched.keys()) if (round <= stored) fetched.delete(round)
    for (let round = next(); round <= roundAt(parameters, clock.now()); round = next()) {
      if (signal.aborted || fetched.size >= MOST_AHEAD) return
      keep(await fetcher.round(round))
    }
  }

  return {
    name: 'beacon',
    parameters,
    pulsesAfter(round, timeMs, most) {
      stored = round
      const newest = roundAt(parameters, timeMs)
      if (round === 0n) return [...fetched.values()].filter((pulse) => pulse.round <= newest).slice(-1)
      // No round may be left out, or what is locked to it would stay shut.
      const pulses: Pulse[] = []
      for (let next = round + 1n; next <= newest && pulses.length < most; next++) {
        const pulse = fetched.get(next)
        if (pulse === undefined) break
        pulses.push(pulse)
      }
      return pulses
    },
    async run(signal) {
      while (!signal.aborted) {
        let pause = RETRY_MS
        try {
          await fetchMissing(signal)
          const now = clock.now()
          pause = timeOfRound(parameters, roundAt(parameters, now) + 1n) - now
        } catch (error) {
          log.warn('the beacon is out of reach', { beacon: parameters.beaconId, why: messageOf(error) })
        }
        await clock.sleep(pause, signal).catch(() => {})
      }
    },
  }
}
