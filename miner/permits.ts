import type { Clock } from '../shared/clock.ts'
import { messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { Service } from '../shared/service.ts'
import type { Metagraph, Neuron, SubtensorClient } from '../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../shared/units.ts'

/** What the chain last said of a caller; `unknown` when it has said nothing for too long. */
export type Standing =
  | { readonly tag: 'registered'; readonly neuron: Neuron }
  | { readonly tag: 'stranger' }
  | { readonly tag: 'unknown' }

/** The subnet's neurons, kept from the metagraph so that a request costs no question to the chain. */
export interface Permits extends Service {
  standing(hotkey: Ss58): Standing
  /** What the metagraph last said of a hotkey, however long ago. */
  neuronOf(hotkey: Ss58): Neuron | undefined
  /** Reads the metagraph now. @throws AppError as `SubtensorClient.metagraph`. */
  refresh(): Promise<Metagraph>
}

export interface PermitsDeps {
  readonly client: Pick<SubtensorClient, 'metagraph' | 'heads'>
  readonly netuid: NetUid
  readonly clock: Clock
  readonly log: Logger
  /** Called after every refresh of the running service. */
  readonly onMetagraph?: (metagraph: Metagraph) => void
  /** Least time between two refreshes, for chains with fast blocks. */
  readonly minRefreshMs?: number
  /** Most time between two refreshes while the chain answers but makes no blocks. */
  readonly maxRefreshMs?: number
  /** How long the last known permits count while the chain does not answer. */
  readonly maxStaleMs?: number
}

/** See `Permits`. Its service refreshes on new heads and goes on with what it knows while the chain is away. */
export function createPermits({
  client,
  netuid,
  clock,
  log,
  onMetagraph = () => {},
  minRefreshMs = 1_000,
  maxRefreshMs = 60_000,
  maxStaleMs = 1_800_000,
}: PermitsDeps): Permits {
  let neurons: ReadonlyMap<Ss58, Neuron> = new Map()
  let refreshedMs = Number.NEGATIVE_INFINITY
  let isFailing = false

  const refresh = async (): Promise<Metagraph> => {
    const metagraph = await client.metagraph(netuid)
    neurons = new Map(metagraph.neurons.map((neuron) => [neuron.hotkey, neuron]))
    refreshedMs = clock.monotonic()
    return metagraph
  }

  /** One line when the chain goes away and one when it is back, however long that takes. */
  const attempt = async (signal: AbortSignal): Promise<void> => {
    try {
      const metagraph = await refresh()
      if (isFailing) log.info('the chain answers again', { netuid, block: metagraph.at.number })
      isFailing = false
      onMetagraph(metagraph)
    } catch (error) {
      if (signal.aborted) return
      if (!isFailing) log.warn('the chain does not answer; going on with the last known permits', { error })
      else log.debug('the chain still does not answer', { reason: messageOf(error) })
      isFailing = true
    }
  }

  /** A consumer that falls behind gets the newest head, so a slow refresh skips blocks instead of queueing them. */
  const followHeads = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        for await (const _ of client.heads(signal)) {
          await attempt(signal)
          await clock.sleep(minRefreshMs, signal)
        }
      } catch (error) {
        if (signal.aborted) return
        log.debug('the stream of blocks broke; opening it again', { reason: messageOf(error) })
      }
      await clock.sleep(minRefreshMs, signal)
    }
  }

  const watchClock = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(maxRefreshMs, signal)
      if (clock.monotonic() - refreshedMs >= maxRefreshMs) await attempt(signal)
    }
  }

  return {
    name: 'permits',
    refresh,
    neuronOf: (hotkey) => neurons.get(hotkey),
    standing(hotkey) {
      if (clock.monotonic() - refreshedMs > maxStaleMs) return { tag: 'unknown' }
      const neuron = neurons.get(hotkey)
      return neuron === undefined ? { tag: 'stranger' } : { tag: 'registered', neuron }
    },
    async run(signal) {
      const ended = (error: unknown) => {
        if (!signal.aborted) throw error
      }
      await Promise.all([followHeads(signal).catch(ended), watchClock(signal).catch(ended)])
    },
  }
}
