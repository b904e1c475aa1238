import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../../../shared/log.ts'
import type { WeightRow } from '../../../../shared/subtensor/client.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { AuditChain } from '../../../../validator/audit/chain.ts'
import { type AuditConfig, type AuditDeps, runAudit } from '../../../../validator/audit/run-audit.ts'
import type { Source } from '../../../../validator/audit/source.ts'
import { noteRetention } from '../../../../validator/db/kept-since.ts'
import { type Database, openDatabase } from '../../../../validator/db/open.ts'
import { readRoundEntries } from '../../../../validator/db/round-index.ts'
import { noteSettings } from '../../../../validator/db/settings-history.ts'
import { createPublication, type PublisherFacts } from '../../../../validator/publish/publication.ts'
import type { SignedBody } from '../../../../validator/publish/signed-body.ts'
import { playRound } from '../../../../validator/round.ts'
import type { RoundDeps, RoundOptions } from '../../../../validator/round-deps.ts'
import { setWeightsWhenDue } from '../../../../validator/set-weights.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { type Behaviour, confident, OPTIONS, ROUND_OWNER, roundForTest, VALIDATOR } from '../../support/round.ts'

export const HONEST: Readonly<Record<number, Behaviour>> = {
  1: confident(0.9),
  2: confident(0.5),
  3: confident(0.3),
  4: confident(0.2),
}

export interface PlayedOptions {
  readonly miners?: Readonly<Record<number, Behaviour>>
  readonly epochs?: number
  /** Hotkey that the validator favours. */
  readonly favour?: Ss58
  readonly keepAnswers?: number
  /** What is different from ordinary rounds. */
  readonly change?: (
    fixture: Awaited<ReturnType<typeof roundForTest>>,
    database: Database,
  ) => Promise<{ readonly deps?: Partial<RoundDeps>; readonly options?: Partial<RoundOptions> }>
}

const FACTS: Omit<PublisherFacts, 'keepAnswers'> = {
  netuid: ROUND_OWNER.netuid,
  software: 'test',
  scoreKey: OPTIONS.scoreKey,
  openAfterEpochs: 2,
  keepRounds: 1_000,
}

const never = new AbortController().signal

/** A validator that has played rounds over some epochs, set weights in each, and opened most of its secrets. */
export async function playedValidator({
  miners = HONEST,
  epochs = 5,
  favour,
  keepAnswers = 1_000,
  change,
}: PlayedOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'meritnet-audit-'))
  const database = openDatabase(join(folder, 'validator.sqlite'), ROUND_OWNER)
  const fixture = await roundForTest(database, miners)
  const { deps, client, commitSecret } = fixture
  const changed = await change?.(fixture, database)
  const retention = { rounds: 1_000, answers: keepAnswers }
  const options = { ...OPTIONS, retention, ...changed?.options }
  noteSettings(database.orm, options.scoring)
  noteRetention(database.orm, options.retention)
  /** Rows as they stand on chain from a block on. */
  const rows: { readonly block: number; readonly row: WeightRow }[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let block = 0; block < 3; block++) {
      await playRound({ ...deps, ...changed?.deps }, options, never)
      client.advance()
    }
    for (let tries = 0; tries < 20; tries++) {
      const weighing = { netuid: client.netuid, scoreKey: options.scoreKey, scoring: options.scoring }
      const done = await setWeightsWhenDue(deps, { ...weighing, commitBy: 'timelock', favour }, never)
      const write = client.writes.at(-1)
      if (done.tag === 'set' && write?.tag === 'set-weights') {
        rows.push({ block: done.block, row: write.row })
        break
      }
      client.advance()
    }
    const { blocksSinceLastStep, tempo } = await client.metagraph(client.netuid)
    client.advance(tempo - blocksSinceLastStep + 1)
    await commitSecret()
  }
  const publication = createPublication(database.orm, VALIDATOR, { ...FACTS, keepAnswers })
  const bodies = new Map([
    ['/identity', publication.identity()],
    ['/transcripts', publication.rounds(0)],
    ['/weights', publication.weights(Number.MAX_SAFE_INTEGER)],
    ...readRoundEntries(database.orm).map(({ round }) => [`/transcripts/${round}`, publication.round(round)] as const),
  ])
  database.close()
  rmSync(folder, { recursive: true })
  const chain: AuditChain = {
    ...client,
    blockAt: async (number) => {
      const head = await client.head()
      return number > head.number ? undefined : { number, hash: `0x${number.toString(16).padStart(64, '0')}` }
    },
    async metagraphAt(netuid, at) {
      const metagraph = await client.metagraph(netuid)
      const lastUpdate = rows.findLast(({ block }) => block <= at.number)?.block ?? 0
      return {
        ...metagraph,
        at,
        neurons: metagraph.neurons.map((one) => (one.uid === 0 ? { ...one, lastUpdate } : one)),
      }
    },
    weightsAt: async (_, uid, at) =>
      (uid === 0 ? rows.findLast(({ block }) => block <= at.number)?.row : undefined) ?? { uids: [], values: [] },
  }
  return { chain, bodies }
}

export type Played = Awaited<ReturnType<typeof playedValidator>>

/** A change of what is published at a path; `undefined` takes it away. */
export type Change = (path: string, body: SignedBody) => SignedBody | undefined

/** What a validator publishes, as an auditor finds it. */
const sourceOf = ({ bodies }: Pick<Played, 'bodies'>, change: Change = (_, body) => body): Source => ({
  name: 'test',
  async get(path, maxBytes) {
    const found = bodies.get(path)
    const body = found && change(path, found)
    if (body === undefined) return { tag: 'missing' }
    const size = body.bytes.length
    return size > maxBytes ? { tag: 'too-large', detail: `${size} bytes`, size } : { tag: 'body', body }
  },
})

/** Audits the one validator. */
export const audit = (
  played: Played,
  {
    change,
    source = sourceOf(played, change),
    ...config
  }: Partial<AuditConfig> & { change?: Change; source?: Source } = {},
  deps: Partial<AuditDeps> = {},
) =>
  runAudit(
    {
      netuid: ROUND_OWNER.netuid,
      chain: 'fake',
      hotkeys: [VALIDATOR.ss58],
      allowLocalAxons: true,
      timeoutMs: 1_000,
      ...config,
    },
    {
      chain: played.chain,
      models: { open: async () => undefined },
      clock: createManualClock(),
      log: silentLogger,
      signal: never,
      openSource: () => source,
      ...deps,
    },
  )
