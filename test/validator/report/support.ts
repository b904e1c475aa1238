import { dirname } from 'node:path'
import { makeReport, type ReportOptions } from '../../../validator/report/make-report.ts'
import type { Report } from '../../../validator/report/report.ts'
import { temporaryPath } from '../support/database.ts'

/** The report of a database without a chain. */
export const reportOf = (db: string, options: Partial<ReportOptions> = {}): Promise<Report> =>
  makeReport({
    db,
    rounds: 500,
    chain: undefined,
    netuid: undefined,
    mechanism: undefined,
    heldOut: undefined,
    ...options,
  })

/** A folder that goes away with the test. */
export const temporaryFolder = (): string => dirname(temporaryPath())
