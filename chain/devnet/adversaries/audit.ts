import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { isModulePath } from '../../../shared/mechanism/names.ts'
import type { NetUid } from '../../../shared/units.ts'
import { runProgram } from '../child-process.ts'

/** What `validator audit` is asked to look at, and where its findings go. */
export interface AuditRequest {
  readonly netuid: NetUid
  readonly chainUrl: string
  readonly mechanism: string
  /** Rows that the rounds asked about, where they are a person's. */
  readonly heldOut: string | undefined
  /** Folder of registered models. */
  readonly registered: string
  readonly files: AuditFiles
}

/** Files of an audit's report. */
export interface AuditFiles {
  readonly json: string
  readonly html: string
}

const auditShape = z.object({
  validators: z.array(
    z.object({
      hotkey: z.string(),
      uid: z.number(),
      verdict: z.enum(['clean', 'suspect', 'faulty', 'unfair', 'not-audited']),
      rounds: z.object({ replayed: z.number() }),
      rows: z.object({ replayed: z.number() }),
      favours: z.array(z.object({ hotkey: z.string(), gain: z.number() })),
      counts: z.record(z.string(), z.number()),
    }),
  ),
})

/** What an audit says of each validator. */
export type AuditOutcome = z.infer<typeof auditShape>['validators']

/**
 * Audits all validators of a living subnet from what they publish and what the chain holds, by the program that anybody
 * would use.
 * @throws AppError `audit-failed` when nothing could be audited.
 */
export async function auditSubnet(
  { netuid, chainUrl, mechanism, heldOut, registered, files }: AuditRequest,
  signal: AbortSignal,
): Promise<AuditOutcome> {
  const own = isModulePath(mechanism) ? ['--mechanism', mechanism] : []
  const rows = heldOut === undefined ? [] : ['--held-out', heldOut]
  const { exit, stdout } = await runProgram(
    'validator',
    [
      ...['audit', '--netuid', String(netuid), '--chain', chainUrl],
      ...['--models', registered, '--json', files.json, '--html', files.html, '--log-level', 'error', ...own, ...rows],
    ],
    signal,
  )
  // 1 is what an audit ends with that has found something.
  if (exit !== 0 && exit !== 1)
    throw new AppError('audit-failed', `validator audit ended with ${exit}: ${stdout.trim().split('\n').at(-1) ?? ''}`)
  try {
    return auditShape.parse(JSON.parse(await readFile(files.json, 'utf8'))).validators
  } catch (error) {
    throw new AppError('audit-failed', `validator audit wrote something else than its report: ${messageOf(error)}`)
  }
}
