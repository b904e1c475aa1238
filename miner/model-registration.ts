import { fromHex } from '../shared/bytes.ts'
import type { Clock } from '../shared/clock.ts'
import type { Keypair } from '../shared/crypto/keypair.ts'
import { isAppError, messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { registeredModelOf } from '../shared/subtensor/registered-model.ts'
import type { NetUid } from '../shared/units.ts'

export interface ModelRegistrationDeps {
  readonly client: Pick<SubtensorClient, 'commitments' | 'setCommitment'>
  readonly netuid: NetUid
  readonly hotkey: Keypair
  /** SHA-256 of the model file, hex. */
  readonly digest: string
  readonly clock: Pick<Clock, 'monotonic'>
  readonly log: Logger
  /** Least time between two attempts. */
  readonly retryMs?: number
  /** Least time between two looks at what the chain holds, once it held the digest: it may come back with another fork. */
  readonly recheckMs?: number
}

/** Lets the chain say with which model a miner answers, since when. */
export interface ModelRegistration {
  /**
   * Commits the digest unless the chain holds it already. Never throws: a miner answers without it too, though
   * validators then have nothing to check its proofs against. A failure is logged.
   */
  register(): Promise<void>
  /** Tries again in the background, some time after a failure, and looks now and then whether the chain still holds it. */
  follow(): void
}

/** See `ModelRegistration`. */
export function createModelRegistration({
  client,
  netuid,
  hotkey,
  digest,
  clock,
  log,
  retryMs = 60_000,
  recheckMs = 600_000,
}: ModelRegistrationDeps): ModelRegistration {
  let triedMs = Number.NEGATIVE_INFINITY
  let isDone = false
  let isBusy = false
  let lastReason = ''

  const attempt = async (): Promise<void> => {
    const held = registeredModelOf((await client.commitments(netuid)).get(hotkey.ss58))
    if (held?.digest === digest) {
      // Not again: whoever registers a model first is paid where several answer alike.
      if (!isDone) log.info('model already registered', { netuid, model: digest, block: held.block })
      return
    }
    if (isDone) log.warn('the chain no longer holds the model; registering it again', { netuid, model: digest })
    isDone = false
    const { number } = await client.setCommitment(netuid, [{ tag: 'sha256', digest: fromHex(digest) }], hotkey)
    log.info('model registered', { netuid, model: digest, block: number })
  }

  const register = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    try {
      await attempt()
      isDone = true
    } catch (error) {
      const reason = reasonOf(error)
      // The same reason again is no news.
      if (isDone) log.debug('whether the chain still holds the model is not known', { netuid, reason })
      else if (reason === lastReason) log.debug('the model is still not registered', { netuid, reason })
      else log.warn('the model could not be registered; serving without, and trying again later', { netuid, reason })
      lastReason = reason
    } finally {
      triedMs = clock.monotonic()
      isBusy = false
    }
  }

  return {
    register,
    follow() {
      if (clock.monotonic() - triedMs >= (isDone ? recheckMs : retryMs)) void register()
    },
  }
}

const reasonOf = (error: unknown): string =>
  isAppError(error, 'extrinsic-failed') && error.context.error === 'Commitments.SpaceLimitExceeded'
    ? 'the hotkey has committed as many bytes as the chain takes of it in one epoch; the next epoch makes room'
    : messageOf(error)
