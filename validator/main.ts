import { randomBytes } from 'node:crypto'
import type { Clock } from '../shared/clock.ts'
import type { Passwords } from '../shared/crypto/keyfile-password.ts'
import { cryptoReady } from '../shared/crypto/ready.ts'
import { openColdkey, openHotkey } from '../shared/crypto/wallet.ts'
import type { Logger } from '../shared/log.ts'
import { runUntilSignal } from '../shared/service.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { connectSubtensor } from '../shared/subtensor/polkadot-client.ts'
import { createChainWatch } from './chain-watch.ts'
import type { RunConfig } from './config.ts'
import { openDatabase } from './db/open.ts'
import { createDendrite } from './dendrite.ts'
import { createGuard } from './guard.ts'
import { loadMechanism } from './load-mechanism.ts'
import { createPermitGate } from './permit-gate.ts'
import { requireUid } from './registration.ts'
import { createRoundsService } from './rounds-service.ts'
import { createWeightsService } from './weights-service.ts'

export interface ValidatorDeps {
  readonly clock: Clock
  readonly log: Logger
  readonly passwords: Passwords
  /** Stops the validator, besides SIGINT and SIGTERM. */
  readonly signal?: AbortSignal
  /** Default: a real chain. */
  readonly connect?: (options: { readonly url: string; readonly log: Logger }) => Promise<SubtensorClient>
}

const ROUNDS_PER_TEMPO = 5

/**
 * Composition root of `validator run`: scores and sets weights until it is told to stop. What is wrong at the start is
 * told at once; what fails later is tried again.
 * @throws AppError of the mechanism, the wallet, the database, the chain or the registration.
 */
export async function runValidator(config: RunConfig, deps: ValidatorDeps): Promise<void> {
  const { netuid, wallet, items, deadlineMs, halfLifeRounds, retention } = config
  const { clock, log, passwords, signal, connect = connectSubtensor } = deps

  await cryptoReady()
  const { mechanism, scoreKey } = await loadMechanism(config.mechanism, config.heldOut, items)
  const hotkey = await openHotkey(wallet, passwords)
  const database = openDatabase(config.db, { hotkey: hotkey.ss58, netuid })
  try {
    const client = await connect({ url: config.chain, log })
    try {
      const uid = await requireUid({
        client,
        netuid,
        hotkey: hotkey.ss58,
        openColdkey: config.register ? () => openColdkey(wallet, passwords) : undefined,
        log,
      })
      const { tempo } = await client.hyperparameters(netuid)
      const roundBlocks = config.roundBlocks ?? Math.max(1, Math.floor(tempo / ROUNDS_PER_TEMPO))
      log.info('validating', {
        netuid,
        uid,
        hotkey: hotkey.ss58,
        scoring: scoreKey,
        items,
        roundBlocks,
        tempo,
        db: database.path,
      })
      const dendrite = createDendrite({ hotkey, clock, allowLocalAxons: config.allowLocalAxons })
      try {
        const common = { client, database, clock }
        const gate = createPermitGate({ clock })
        const roundsLog = log.child({ service: 'rounds' })
        const weightsLog = log.child({ service: 'weights' })
        await runUntilSignal(
          [
            createRoundsService(
              {
                ...common,
                mechanism,
                dendrite,
                gate,
                randomBytes,
                log: roundsLog,
                guard: createGuard({ log: roundsLog }),
              },
              { netuid, hotkey: hotkey.ss58, scoreKey, items, deadlineMs, halfLifeRounds, retention, roundBlocks },
            ),
            createWeightsService(
              { ...common, hotkey, randomBytes, log: weightsLog, guard: createGuard({ log: weightsLog }) },
              { netuid, scoreKey, commitBy: config.commitBy },
            ),
            createChainWatch({ client, clock, guard: createGuard({ log: log.child({ service: 'chain' }) }) }),
          ],
          signal,
        )
        log.info('stopped')
      } finally {
        dendrite.close()
      }
    } finally {
      await client.close()
    }
  } finally {
    database.close()
  }
}
