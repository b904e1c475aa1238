import type { Clock } from '../../shared/clock.ts'
import type { Keypair } from '../../shared/crypto/keypair.ts'
import { isAppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import type { Service } from '../../shared/service.ts'
import { type SubtensorClient, TRANSCRIPT_PROTOCOL } from '../../shared/subtensor/client.ts'
import type { NetUid } from '../../shared/units.ts'
import type { Guard } from '../guard.ts'

export interface PublishAnnouncerDeps {
  readonly client: Pick<SubtensorClient, 'metagraph' | 'serveAxon'>
  readonly netuid: NetUid
  readonly hotkey: Keypair
  /** Where auditors reach the transcripts. */
  readonly at: { readonly ip: string; readonly port: number }
  readonly clock: Pick<Clock, 'sleep'>
  readonly guard: Guard
  readonly log: Logger
}

const PERIOD_MS = 60_000

/** Keeps on chain where the transcripts are: as the validator's axon, with a protocol that is not a miner's. */
export const createPublishAnnouncer = (deps: PublishAnnouncerDeps): Service => ({
  name: 'announcer',
  async run(signal) {
    try {
      for (;;) {
        await deps.guard.attempt(() => announce(deps), signal)
        await deps.clock.sleep(PERIOD_MS, signal)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  },
})

async function announce({ client, netuid, hotkey, at, log }: PublishAnnouncerDeps): Promise<void> {
  const { neurons } = await client.metagraph(netuid)
  const own = neurons.find((neuron) => neuron.hotkey === hotkey.ss58)
  if (own === undefined) return
  const { ip, port, protocol } = own.axon ?? {}
  if (ip === at.ip && port === at.port && protocol === TRANSCRIPT_PROTOCOL) return
  try {
    await client.serveAxon(netuid, { ...at, protocol: TRANSCRIPT_PROTOCOL }, hotkey)
    log.info('transcripts announced', { netuid, ...at })
  } catch (error) {
    const isTooSoon =
      isAppError(error, 'extrinsic-failed') && error.context.error === 'SubtensorModule.ServingRateLimitExceeded'
    if (!isTooSoon) throw error
    log.warn('the chain takes no new announcement yet; trying again later', { netuid, ...at })
  }
}
