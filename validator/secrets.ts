import type { Keypair } from '../shared/crypto/keypair.ts'
import { messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import {
  parseCommitmentBytes,
  type SecretCommitment,
  secretHash,
  toCommitmentBytes,
} from '../shared/round/secret-commitment.ts'
import type { ChainCommitment, Metagraph, SubtensorClient } from '../shared/subtensor/client.ts'
import type { Database } from './db/open.ts'
import { noteOnChain, readSecrets, type SecretRecord, storeSecret } from './db/secrets.ts'

export interface SecretsDeps {
  readonly client: Pick<SubtensorClient, 'setCommitment'>
  readonly database: Database
  /** Signs the commitments. */
  readonly hotkey: Keypair
  /** Secret bytes that nobody else can know: `crypto.randomBytes`. */
  readonly randomBytes: (count: number) => Uint8Array
  readonly log: Logger
}

const SECRET_BYTES = 32

/** First block of the epoch that a metagraph is in: what tells one period from the next. */
const periodOf = ({ at, blocksSinceLastStep }: Metagraph): number => Math.max(0, at.number - blocksSinceLastStep)

/**
 * The secret that a round at the metagraph's block is drawn from: one whose hash came on chain in a block before, so that
 * neither validator nor miner could choose it knowing the beacon. `undefined` while there is none. The chain is believed
 * and not the database: after a `kill -9`, with a database of before or on a chain that started anew.
 * @param onChain what the validator's hotkey has committed as of that block.
 */
export function usableSecret(
  database: Database,
  { at }: Pick<Metagraph, 'at'>,
  onChain: ChainCommitment | undefined,
): SecretRecord | undefined {
  const known = readSecrets(database.orm)
  const commitment = parseOnChain(onChain)
  const index = known.findIndex(({ secret }) => secretHash(secret) === commitment?.hash)
  const found = known[index]
  if (onChain === undefined || commitment === undefined || found === undefined) return undefined
  const opened = known.find(({ secret }) => isSame(secret, commitment.opened?.secret))
  if (found.committedBlock === undefined || opened?.isOpened === false)
    noteOnChain(database.orm, { id: found.id, committedBlock: onChain.block, openedId: opened?.id })
  if (onChain.block < at.number) return isFresh(found, opened) ? found : undefined
  // It came in this very block; the one before it was on chain until then.
  const before = known[index + 1]
  const isBefore = before?.committedBlock !== undefined && before.committedBlock < at.number
  return isBefore && isFresh(before, opened) ? before : undefined
}

/**
 * Draws a secret for every new epoch, stores it, and then commits its hash on chain together with the newest secret that
 * is `openAfterEpochs` old. A commitment that fails is tried again with the same secret: rounds go on with the one that
 * is on chain. Returns whether the secret of the period is there. Call it between rounds, never during one, since it opens what older rounds were drawn from.
 * @throws AppError `database-failed`.
 */
export async function keepSecrets(
  { client, database, hotkey, randomBytes, log }: SecretsDeps,
  { metagraph, onChain, openAfterEpochs }: KeepOptions,
): Promise<boolean> {
  const period = periodOf(metagraph)
  const known = readSecrets(database.orm)
  const newest = known[0]
  const isCurrent = newest !== undefined && newest.period === period && !newest.isOpened
  const current = isCurrent ? newest : storeSecret(database.orm, { period, secret: randomBytes(SECRET_BYTES) })
  const hash = secretHash(current.secret)
  if (parseOnChain(onChain)?.hash === hash) return true

  const oldest = period - openAfterEpochs * metagraph.tempo
  const opened = known.find((secret) => secret.id !== current.id && secret.period <= oldest)
  const bytes = toCommitmentBytes({ period, hash, opened })
  try {
    const { number } = await client.setCommitment(metagraph.netuid, [{ tag: 'raw', bytes }], hotkey)
    noteOnChain(database.orm, { id: current.id, committedBlock: number, openedId: opened?.id })
    log.info('secret committed', { period, block: number, opened: opened?.period })
    return true
  } catch (error) {
    log.warn('the secret of the period is not on chain yet; rounds go on with the last one', {
      period,
      reason: messageOf(error),
    })
    return false
  }
}

export interface KeepOptions {
  readonly metagraph: Metagraph
  /** What the validator's hotkey has committed. */
  readonly onChain: ChainCommitment | undefined
  /** Epochs after which a secret may be known, 1 or more. */
  readonly openAfterEpochs: number
}

/** The newest readable commitment among the fields. */
function parseOnChain(onChain: ChainCommitment | undefined): SecretCommitment | undefined {
  for (const field of onChain?.fields ?? []) {
    const commitment = field.tag === 'raw' ? parseCommitmentBytes(field.bytes) : undefined
    if (commitment !== undefined) return commitment
  }
  return undefined
}

/** Whether nobody else can know a secret by now. */
const isFresh = ({ id, isOpened }: SecretRecord, opened: SecretRecord | undefined): boolean =>
  !isOpened && id > (opened?.id ?? 0)

const isSame = (a: Uint8Array, b: Uint8Array | undefined): boolean => b !== undefined && Buffer.compare(a, b) === 0
