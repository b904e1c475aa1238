import type { Clock } from '../../shared/clock.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError, isAppError, messageOf } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { openModelShelf } from '../model-shelf.ts'
import { writeText } from '../write-text.ts'
import { connectAuditChain } from './chain.ts'
import { renderAuditPage } from './render-page.ts'
import { renderText } from './render-text.ts'
import { exitCodeOf } from './report.ts'
import { type AuditConfig, runAudit } from './run-audit.ts'

/** What the command is told beside the audit itself. */
export interface AuditOutputs {
  readonly models?: string | undefined
  readonly json?: string | undefined
  readonly html?: string | undefined
}

/** Runs `validator audit`; returns the exit code, after telling why nothing could be audited. */
export async function auditCommand(
  config: AuditConfig,
  outputs: AuditOutputs,
  deps: {
    readonly clock: Clock
    readonly log: Logger
    readonly print: (text: string) => void
    readonly fail: (text: string) => void
  },
): Promise<number> {
  const { clock, log, print, fail } = deps
  try {
    if (config.url !== undefined && config.hotkeys.length !== 1)
      throw new AppError('malformed', '--url is the server of one validator; name it by --hotkey')
    await cryptoReady()
    const models = outputs.models === undefined ? undefined : await openModelShelf(outputs.models)
    const chain = await connectAuditChain({ url: config.chain, log })
    try {
      const signal = new AbortController().signal
      const report = await runAudit(config, { chain, models: models ?? NO_MODELS, clock, log, signal })
      if (outputs.json !== undefined) await writeText(outputs.json, `${JSON.stringify(report, null, 2)}\n`)
      if (outputs.html !== undefined) await writeText(outputs.html, await renderAuditPage(report))
      print(renderText(report))
      return exitCodeOf(report)
    } finally {
      await chain.close()
      await models?.close()
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    fail(`error: ${messageOf(error)}`)
    return 2
  }
}

const NO_MODELS = { open: async () => undefined }
