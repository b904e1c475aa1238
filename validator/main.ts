import { randomBytes } from 'node:crypto'
import type { Clock } from '../shared/clock.ts'
import type { Passwords } from '../shared/crypto/keyfile-password.ts'
import { cryptoReady } from '../shared/crypto/ready.ts'
import { openColdkey, openHotkey } from '../shared/crypto/wallet.ts'
import type { Logger } from '../shared/log.ts'
import { toSizes } from '../shared/round/sizes.ts'
import { runUntilSignal } from '../shared/service.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { connectSubtensor } from '../shared/subtensor/polkadot-client.ts'
import { createChainWatch } from './chain-watch.ts'
import type { RunConfig } from './config.ts'
import { noteRetention } from './db/kept-since.ts'
import { type Database, openDatabase } from './db/open.ts'
import { noteSettings } from './db/settings-history.ts'
import { createDendrite } from './dendrite.ts'
import { createGuard } from './guard.ts'
import { loadMechanism } from './load-mechanism.ts'
import { loadScoring } from './load-scoring.ts'
import { type ModelShelf, openModelShelf } from './model-shelf.ts'
import { createInTurn } from './one-at-a-time.ts'
import { createPermitGate } from './permit-gate.ts'
import { NO_PUBLISHER, openPublisher, type Publisher, type PublisherDeps, SOFTWARE } from './publish/publisher.ts'
import { requireUid } from './registration.ts'
import { createRoundsService } from './rounds-service.ts'
import { tellProofs } from './tell-proofs.ts'
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

/** Of a validator that checks no proofs. */
const NO_MODELS: ModelShelf = { digests: [], open: async () => undefined, close: async () => {} }

/**
 * Composition root of `validator run`: scores and sets weights until it is told to stop. What is wrong at the start is
 * told at once; what fails later is tried again.
 * @throws AppError of the mechanism, the wallet, the database, the chain or the registration.
 */
export async function runValidator(config: RunConfig, deps: ValidatorDeps): Promise<void> {
  const { netuid, wallet, items, deadlineMs, difficulty, halfLifeRounds, retention, favour } = config
  const copies = config.copyWeights === true
  const { clock, log, passwords, signal, connect = connectSubtensor } = deps

  await cryptoReady()
  const { mechanism, scoreKey } = await loadMechanism(config.mechanism, {
    heldOut: config.heldOut,
    items,
    difficulty,
  })
  const scoring = await loadScoring(config.scoring, { halfLifeRounds, shape: config.weightShape }, mechanism)
  const models = config.models === undefined ? NO_MODELS : await openModelShelf(config.models)
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
        models: models.digests.length,
        db: database.path,
      })
      if (!copies) tellProofs(log, { models: models.digests.length, items, halfLifeRounds: scoring.halfLifeRounds })
      if (favour !== undefined)
        log.warn('this validator cheats: it pays a hotkey as much as the best miner, whatever its scores', { favour })
      if (copies) log.warn('this validator cheats: it asks no miner and sets the weights that others show')
      noteSettings(database.orm, scoring)
      noteRetention(database.orm, retention)
      const common = { client: writingInTurn(client), database, clock }
      const publisher = await publish(config, { ...common, hotkey, log: log.child({ service: 'publisher' }), scoreKey })
      const dendrite = createDendrite({ hotkey, clock, allowLocalAxons: config.allowLocalAxons })
      try {
        const gate = createPermitGate({ clock })
        const roundsLog = log.child({ service: 'rounds' })
        const weightsLog = log.child({ service: 'weights' })
        const rounds = createRoundsService(
          {
            ...common,
            mechanism,
            dendrite,
            gate,
            models,
            hotkey,
            randomBytes,
            log: roundsLog,
            guard: createGuard({ log: roundsLog }),
          },
          {
            netuid,
            hotkey: hotkey.ss58,
            scoreKey,
            sizes: toSizes(items),
            difficulty,
            deadlineMs,
            scoring,
            retention,
            roundBlocks,
            openAfterEpochs: config.openAfterEpochs,
          },
        )
        await runUntilSignal(
          [
            ...(copies ? [] : [rounds]),
            createWeightsService(
              { ...common, hotkey, randomBytes, log: weightsLog, guard: createGuard({ log: weightsLog }) },
              { netuid, scoreKey, scoring, commitBy: config.commitBy, favour, copies },
            ),
            createChainWatch({ client, clock, guard: createGuard({ log: log.child({ service: 'chain' }) }) }),
            ...publisher.services,
          ],
          signal,
        )
        log.info('stopped')
      } finally {
        dendrite.close()
        await publisher.close()
      }
    } finally {
      await client.close()
    }
  } finally {
    database.close()
    await models.close()
  }
}

/** Serves transcripts where that is asked for. */
const publish = (
  { netuid, publish: address, openAfterEpochs, retention: { rounds: keepRounds, answers: keepAnswers } }: RunConfig,
  {
    database,
    scoreKey,
    log,
    ...deps
  }: Omit<PublisherDeps, 'database' | 'guard'> & {
    readonly database: Database
    readonly scoreKey: string
  },
): Promise<Publisher> =>
  address === undefined
    ? Promise.resolve(NO_PUBLISHER)
    : openPublisher(
        { ...deps, database: database.path, log, guard: createGuard({ log }) },
        { netuid, software: SOFTWARE, scoreKey, openAfterEpochs, keepRounds, keepAnswers },
        address,
      )

/** The services sign with the validator's hotkey. */
function writingInTurn(client: SubtensorClient): SubtensorClient {
  const inTurn = createInTurn()
  return {
    ...client,
    setWeights: (...args) => inTurn(() => client.setWeights(...args)),
    commitTimelockedWeights: (...args) => inTurn(() => client.commitTimelockedWeights(...args)),
    commitHashedWeights: (...args) => inTurn(() => client.commitHashedWeights(...args)),
    revealHashedWeights: (...args) => inTurn(() => client.revealHashedWeights(...args)),
    setCommitment: (...args) => inTurn(() => client.setCommitment(...args)),
    serveAxon: (...args) => inTurn(() => client.serveAxon(...args)),
  }
}
