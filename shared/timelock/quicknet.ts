import { fetchBeacon, HttpCachingChain, HttpChainClient } from 'drand-client'
import { fromHex, toBareHex } from '../bytes.ts'
import type { Pulse } from './beacon.ts'
import { QUICKNET } from './beacon.ts'
import type { PulseFetcher } from './remote-beacon.ts'

/** One of the public relays of the beacon. */
const RELAY = 'https://api.drand.sh'

/** Fetches pulses of the public beacon over HTTP; the client library checks each against the beacon's public key. */
export function createQuicknetFetcher(relay: string = RELAY): PulseFetcher {
  const chainHash = toBareHex(QUICKNET.chainHash)
  const options = {
    disableBeaconVerification: false,
    noCache: false,
    chainVerificationParams: { chainHash, publicKey: toBareHex(QUICKNET.publicKey) },
  }
  const client = new HttpChainClient(new HttpCachingChain(`${relay}/${chainHash}`, options), options)
  const fetchPulse = async (round?: number): Promise<Pulse> => {
    const beacon = await fetchBeacon(client, round)
    return {
      round: BigInt(beacon.round),
      randomness: fromHex(beacon.randomness),
      signature: fromHex(beacon.signature),
    }
  }
  return { newest: () => fetchPulse(), round: (round) => fetchPulse(Number(round)) }
}
