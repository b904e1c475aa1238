import { utf8 } from '../../shared/bytes.ts'
import type { Keypair } from '../../shared/crypto/keypair.ts'
import { AppError } from '../../shared/errors.ts'
import type { NetUid } from '../../shared/units.ts'
import { readKeptSince } from '../db/kept-since.ts'
import type { Queryable } from '../db/orm.ts'
import { type RoundEntry, readRoundEntries } from '../db/round-index.ts'
import { readSettingsHistory, settingsOf } from '../db/settings-history.ts'
import { asNull } from '../db/state-json.ts'
import { readTranscript, type Transcript, type TranscriptMiner } from '../db/transcripts.ts'
import { readWeightSets, type WeightSet } from '../db/weights.ts'
import { FORMAT } from './shapes.ts'
import { type SignedBody, signBody } from './signed-body.ts'

/** What a validator says of itself. */
export interface PublisherFacts {
  readonly netuid: NetUid
  /** Name and version of the program. */
  readonly software: string
  /** Key of `toScoreKey`. */
  readonly scoreKey: string
  readonly openAfterEpochs: number
  readonly keepRounds: number
  readonly keepAnswers: number
}

/** Signed bodies of all that anybody may know. Nothing of a round whose secret is not on chain but its header. */
export interface Publication {
  identity(): SignedBody
  /** Scored and abandoned rounds from a number on. */
  rounds(from: number): SignedBody
  /** @throws AppError `not-found`. */
  round(id: number): SignedBody
  /** Rows of weights that were set before a block, newest first. */
  weights(before: number): SignedBody
}

/** Entries of one page: a page of rounds is 150 KB, one of rows for 256 neurons 1 MB. */
const ROUNDS_PER_PAGE = 500
const ROWS_PER_PAGE = 20

/**
 * Reads and signs; never writes.
 * @param orm a connection that refuses writes.
 */
export function createPublication(
  orm: Queryable,
  hotkey: Pick<Keypair, 'sign' | 'ss58'>,
  { netuid, software, scoreKey, openAfterEpochs, keepRounds, keepAnswers }: PublisherFacts,
): Publication {
  const toBody = (kind: string, content: object): SignedBody =>
    signBody(utf8(JSON.stringify({ format: FORMAT, kind, validator: hotkey.ss58, netuid, ...content }, asNull)), hotkey)

  return {
    identity: () =>
      toBody('identity', {
        ...{ software, mechanism: scoreKey, openAfterEpochs, keepRounds, keepAnswers },
        kept: readKeptSince(orm) ?? null,
      }),

    rounds(from) {
      const found = readRoundEntries(orm, { from, limit: ROUNDS_PER_PAGE + 1 })
      const rounds = found.slice(0, ROUNDS_PER_PAGE)
      return toBody('rounds', { rounds, next: found[ROUNDS_PER_PAGE]?.round ?? null })
    },

    round(id) {
      const [entry] = readRoundEntries(orm, { from: id, limit: 1 })
      if (entry?.round !== id)
        throw new AppError('not-found', `round ${id} is not here; GET /transcripts lists those that are`)
      const transcript = entry.isOpened && entry.isKept ? readTranscript(orm, id) : undefined
      const secret = transcript?.secret.secret ?? null
      if (transcript === undefined || secret === null) return toBody('header', entry)
      const scoring = settingsOf(readSettingsHistory(orm), id)
      return toBody('round', { ...toRound(entry, transcript), secret, scoring })
    },

    weights(before) {
      const found = readWeightSets(orm, { before, limit: ROWS_PER_PAGE + 1 })
      const rows = found.slice(0, ROWS_PER_PAGE)
      const isLast = found.length <= ROWS_PER_PAGE
      return toBody('weights', { rows: rows.map(toRow), next: isLast ? null : (rows.at(-1)?.block ?? null) })
    },
  }
}

function toRound({ isOpened: _, isKept: __, abandoned: ___, ...entry }: RoundEntry, transcript: Transcript) {
  const { sizes, difficulty, deadlineMs, scale, startedAt, durationMs, miners, pairsAfter: pairs } = transcript
  return { ...entry, sizes, difficulty, deadlineMs, scale, startedAt, durationMs, miners: miners.map(toMiner), pairs }
}

const toMiner = ({ standingBefore: _, standingAfter: standing, ...miner }: TranscriptMiner) => ({ ...miner, standing })

function toRow({ block, setAt, weights, basis }: WeightSet) {
  if (basis === undefined) return { block, setAt, weights, basis: null }
  const { mechanism, roundId: round, settings, miners } = basis
  // Models are left out where there is none: null is no digest.
  const facts = miners.map(({ hotkey, uid, registeredBlock, model, modelBlock }) => ({
    hotkey,
    uid,
    registeredBlock,
    ...(model !== undefined && { model }),
    ...(modelBlock !== undefined && { modelBlock }),
  }))
  return { block, setAt, weights, basis: { mechanism, round, settings, miners: facts } }
}
