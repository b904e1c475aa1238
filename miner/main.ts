import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Clock } from '../shared/clock.ts'
import type { Passwords } from '../shared/crypto/keyfile-password.ts'
import { cryptoReady } from '../shared/crypto/ready.ts'
import { coldkeyAddress, openColdkey, openHotkey } from '../shared/crypto/wallet.ts'
import { AppError } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import { openMechanism } from '../shared/mechanism/registry.ts'
import { ownAddress } from '../shared/own-address.ts'
import { runUntilSignal, type Service } from '../shared/service.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { connectSubtensor } from '../shared/subtensor/polkadot-client.ts'
import { registeredModelOf } from '../shared/subtensor/registered-model.ts'
import type { Ss58 } from '../shared/units.ts'
import { createAllowance } from './allowance.ts'
import { createAnnouncer } from './announce.ts'
import { createAxon } from './axon.ts'
import type { MinerConfig } from './config.ts'
import type { Inference } from './inference.ts'
import { loadModel } from './load-model.ts'
import { createModelRegistration } from './model-registration.ts'
import { createPermits } from './permits.ts'
import { ensureRegistered } from './registration.ts'
import { createRounds } from './rounds.ts'
import { createSeen } from './seen.ts'
import { serve } from './serve.ts'
import { openStrategy } from './strategies/open-strategy.ts'
import { createTraffic } from './traffic.ts'

export interface MinerDeps {
  readonly clock: Clock
  readonly log: Logger
  readonly passwords: Passwords
  /** Stops the miner, besides SIGINT and SIGTERM. */
  readonly signal?: AbortSignal
  /** Default: a real chain. */
  readonly connect?: (options: { readonly url: string; readonly log: Logger }) => Promise<SubtensorClient>
}

/**
 * Composition root of `miner run`: serves until it is told to stop. What can be wrong with the person's input is
 * checked before anything is paid.
 * @throws AppError of the model, the wallet, the port, the chain or the registration.
 */
export async function runMiner(config: MinerConfig, deps: MinerDeps): Promise<void> {
  const { clock, log, passwords, signal, connect = connectSubtensor } = deps
  const { netuid, wallet } = config
  const opened: { close(): Promise<void> }[] = []
  const stopping = new AbortController()
  try {
    await cryptoReady()
    const mechanism = await openMechanism(config.mechanism)
    const hotkey = await openHotkey(wallet, passwords)
    const inference = await loadModel(config.model, mechanism)
    opened.push(inference)
    const client = await connect({ url: config.chain, log })
    opened.push(client)

    const traffic = createTraffic({ clock, log })
    const permits = createPermits({
      client,
      netuid,
      clock,
      log,
      onMetagraph: (metagraph) => {
        registration.follow()
        announcer.follow(metagraph)
      },
    })
    const random = (length: number) => new Uint8Array(randomBytes(length))
    const { forward, digest } = await openStrategy(config.strategy, {
      mechanism,
      model: inference,
      hotkey,
      neuronOf: permits.neuronOf,
      registeredModelOf: async (account) => registeredModelOf((await client.commitments(netuid)).get(account))?.digest,
      clock,
      log,
      random,
      signal: stopping.signal,
    })
    const onGivenUp = (validator: Ss58, round: string): void => {
      traffic.gaveUp()
      log.debug('answers gave way to newer ones before they were fetched', { validator, round })
    }
    const app = createAxon({
      hotkey: hotkey.ss58,
      permits,
      seen: createSeen(clock),
      allowance: createAllowance({ requestsPerSecond: config.rateLimit, bytesPerSecond: config.byteLimit, clock }),
      clock,
      minStake: config.minStake,
      maxInFlight: config.maxInFlight,
      rounds: createRounds({ hotkey, forward, clock, random, onGivenUp }),
      traffic,
      log,
    })
    // The port is taken before the registration is paid: it may be in use.
    const listener = await serve({ fetch: app.fetch, host: config.host, port: config.port, clock })
    opened.push(listener)

    const axon = { ip: config.ip ?? ownAddress(), port: config.externalPort ?? listener.port }
    const announcer = createAnnouncer({ client, netuid, hotkey, axon, clock, log })
    const registration = createModelRegistration({ client, netuid, hotkey, digest, clock, log })
    const uid = await ensureRegistered({
      client,
      netuid,
      hotkey: hotkey.ss58,
      coldkeyAddress: () => coldkeyAddress(wallet, passwords),
      openColdkey: () => openColdkey(wallet, passwords),
      log,
    })
    await registration.register()
    await announcer.announce(await permits.refresh())
    log.info('serving', { netuid, uid, hotkey: hotkey.ss58, model: digest, listening: listener.port, ...axon })
    await runUntilSignal([listener, permits, traffic, watch(inference)], signal)
  } finally {
    stopping.abort(new AppError('busy', 'this miner stops'))
    for (const resource of opened.reverse()) await resource.close()
  }
}

/** Ends the miner when its inference thread dies: without it there is nothing to serve. */
const watch = (inference: Inference): Service => ({
  name: 'inference',
  run: (signal) => Promise.race([inference.died, signal.aborted ? undefined : once(signal, 'abort').then(() => {})]),
})
