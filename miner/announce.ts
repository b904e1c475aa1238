import type { Clock } from '../shared/clock.ts'
import type { Keypair } from '../shared/crypto/keypair.ts'
import { isAppError } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { Metagraph, SubtensorClient } from '../shared/subtensor/client.ts'
import type { NetUid } from '../shared/units.ts'

/** Where validators reach this miner. */
export interface AxonAddress {
  readonly ip: string
  readonly port: number
}

export interface AnnouncerDeps {
  readonly client: Pick<SubtensorClient, 'serveAxon'>
  readonly netuid: NetUid
  readonly hotkey: Keypair
  readonly axon: AxonAddress
  readonly clock: Pick<Clock, 'monotonic'>
  readonly log: Logger
  /** Least time between two attempts. */
  readonly retryMs?: number
}

/** Keeps what the chain says of the axon true. */
export interface Announcer {
  /**
   * Announces the axon when the metagraph says something else.
   * @throws AppError as `SubtensorClient.serveAxon`, except when the chain only asks to wait.
   */
  announce(metagraph: Metagraph): Promise<void>
  /** The same in the background: failures are logged, and tried again with a later metagraph. */
  follow(metagraph: Metagraph): void
}

/** See `Announcer`. */
export function createAnnouncer({
  client,
  netuid,
  hotkey,
  axon,
  clock,
  log,
  retryMs = 30_000,
}: AnnouncerDeps): Announcer {
  let triedMs = Number.NEGATIVE_INFINITY
  let isRegistered = true
  let isBusy = false

  const announce = async (metagraph: Metagraph): Promise<void> => {
    const own = metagraph.neurons.find((neuron) => neuron.hotkey === hotkey.ss58)
    if (own === undefined) {
      // Registering costs; whether to pay again is for a person to decide.
      if (isRegistered) log.error('no longer registered; start the miner again to register anew', { netuid })
      isRegistered = false
      return
    }
    isRegistered = true
    if (own.axon?.ip === axon.ip && own.axon.port === axon.port) return
    triedMs = clock.monotonic()
    try {
      await client.serveAxon(netuid, axon, hotkey)
      log.info('axon announced', { netuid, uid: own.uid, ...axon })
    } catch (error) {
      const isTooSoon =
        isAppError(error, 'extrinsic-failed') && error.context.error === 'SubtensorModule.ServingRateLimitExceeded'
      if (!isTooSoon) throw error
      log.warn('the chain takes no new announcement yet; trying again later', { netuid, ...axon })
    }
  }

  return {
    announce,
    follow(metagraph) {
      if (isBusy || clock.monotonic() - triedMs < retryMs) return
      isBusy = true
      announce(metagraph)
        .catch((error: unknown) => log.warn('the axon could not be announced; trying again later', { error }))
        .finally(() => {
          isBusy = false
        })
    },
  }
}
