import { cryptoReady } from '../../shared/crypto/ready.ts'
import { silentLogger } from '../../shared/log.ts'
import { buildReport } from './build-report.ts'
import { calibrateMiners, noCalibration } from './calibrate-miners.ts'
import { openSubject, type SubjectOptions } from './open-subject.ts'
import { chooseNetuid, type Incentives, readIncentives } from './read-incentives.ts'
import { readRecords } from './read-records.ts'
import type { Report } from './report.ts'

/** What a report is asked for. */
export interface ReportOptions extends SubjectOptions {
  readonly db: string
  /** Newest rounds to cover. */
  readonly rounds: number
  /** WebSocket of a node; `undefined`: the chain is not asked. */
  readonly chain: string | undefined
  /** `undefined`: that of the database. */
  readonly netuid: number | undefined
}

/**
 * Makes the report of a database, also while its validator runs.
 * @throws AppError as `readDatabase`, `openSubject`, `chooseNetuid` and `SubtensorClient.metagraph`.
 */
export async function makeReport(options: ReportOptions): Promise<Report> {
  await cryptoReady()
  const records = readRecords(options.db, options.rounds)
  const { scoreKey, kept } = records
  const incentives = await askChain(options, records.netuid)
  if (scoreKey === null)
    return buildReport({ records, incentives, calibration: noCalibration('there is no round yet') })
  const { mechanism, reason } = await openSubject(scoreKey, options)
  const calibration = mechanism === undefined ? noCalibration(reason) : calibrateMiners(mechanism, kept)
  return buildReport({ records, incentives, calibration })
}

async function askChain(
  { chain, netuid }: Pick<ReportOptions, 'chain' | 'netuid'>,
  stored: number | null,
): Promise<Incentives | undefined> {
  if (chain === undefined) return undefined
  const chosen = chooseNetuid({ given: netuid, stored })
  // Loaded here, so that a report without a chain need not load its library.
  const { connectSubtensor } = await import('../../shared/subtensor/polkadot-client.ts')
  const client = await connectSubtensor({ url: chain, log: silentLogger })
  try {
    return await readIncentives(client, chosen)
  } finally {
    await client.close()
  }
}
