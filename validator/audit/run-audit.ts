import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../shared/clock.ts'
import { AppError, isAppError, messageOf } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { type Metagraph, type Neuron, TRANSCRIPT_PROTOCOL } from '../../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { addressFault } from '../axon-address.ts'
import type { Models } from '../proofs.ts'
import { auditValidator, nothingFound, type ValidatorFindings } from './audit-validator.ts'
import type { AuditChain } from './chain.ts'
import { compareValidators } from './compare-validators.ts'
import { createFindings } from './deviation.ts'
import { createFolderSource, savingIn } from './folder-source.ts'
import { createHttpSource } from './http-source.ts'
import { type OpenedKey, openKey } from './open-mechanism.ts'
import { givingUp } from './patient-source.ts'
import { type AuditReport, toReport } from './report.ts'
import type { Source } from './source.ts'

/** What an audit is told. */
export interface AuditConfig {
  readonly netuid: NetUid
  /** For people. */
  readonly chain: string
  /** Validators to audit; all with a permit that publish or have set weights when there are none. */
  readonly hotkeys: readonly Ss58[]
  /** Server of the one named validator, instead of the announced one. */
  readonly url?: string | undefined
  /** Folder of saved transcripts, with one folder for each hotkey. */
  readonly transcripts?: string | undefined
  /** Folder to save them in. */
  readonly save?: string | undefined
  /** The same as `transcripts`, saved by another reader: what it got must be the same. */
  readonly against?: string | undefined
  readonly heldOut?: string | undefined
  /** Module of a mechanism that is not built in. */
  readonly mechanism?: string | undefined
  readonly allowLocalAxons: boolean
  readonly timeoutMs: number
}

/** What an audit needs from outside. */
export interface AuditDeps {
  readonly chain: AuditChain
  readonly models: Models
  readonly clock: Clock
  readonly log: Logger
  readonly signal: AbortSignal
  /** Where transcripts come from; default: as the config says. */
  readonly openSource?: (neuron: Neuron) => Source | undefined
}

/**
 * Audits validators from public data alone: what they published and what the chain holds.
 * @throws AppError `unknown-netuid`, `chain-unreachable`, `not-registered` for a named hotkey that is no neuron.
 */
export async function runAudit(config: AuditConfig, deps: AuditDeps): Promise<AuditReport> {
  const { chain, models, log, signal } = deps
  const { netuid } = config
  const [metagraph, hyperparameters] = await Promise.all([chain.metagraph(netuid), chain.hyperparameters(netuid)])
  const opened = new Map<string, Promise<OpenedKey>>()
  const open = (scoreKey: string): Promise<OpenedKey> => {
    const known = opened.get(scoreKey) ?? openKey(scoreKey, { heldOut: config.heldOut, module: config.mechanism })
    opened.set(scoreKey, known)
    return known
  }
  const audited: ValidatorFindings[] = []
  for (const neuron of await chooseValidators(config, chain, metagraph)) {
    const { hotkey, uid } = neuron
    const source = deps.openSource?.(neuron) ?? sourceOf(config, deps, neuron)
    log.info('auditing', { hotkey, uid, source: source instanceof AppError ? source.message : source.name })
    audited.push(
      source instanceof AppError
        ? notAudited(neuron, source.message)
        : await auditOne(
            config,
            deps,
            { chain, metagraph, hyperparameters, models, openKey: open, signal },
            neuron,
            source,
          ),
    )
  }
  compareValidators(audited)
  return toReport({ netuid, chain: config.chain, head: metagraph.at }, audited)
}

/** Whatever a validator publishes, the others are audited too. */
async function auditOne(
  { against, timeoutMs }: AuditConfig,
  { clock, log }: AuditDeps,
  deps: Parameters<typeof auditValidator>[0],
  neuron: Neuron,
  source: Source,
): Promise<ValidatorFindings> {
  const theirs = against === undefined ? undefined : createFolderSource(join(against, neuron.hotkey))
  try {
    return await auditValidator(deps, neuron, givingUp(source, { clock, timeoutMs }), theirs)
  } catch (error) {
    if (deps.signal.aborted || isAppError(error, 'chain-unreachable')) throw error
    log.error('a validator cannot be audited', { hotkey: neuron.hotkey, error })
    return notAudited(neuron, `what it publishes cannot be audited: ${messageOf(error)}`)
  }
}

async function chooseValidators(
  { hotkeys, netuid }: AuditConfig,
  chain: AuditChain,
  { neurons, at }: Metagraph,
): Promise<readonly Neuron[]> {
  if (hotkeys.length > 0)
    return hotkeys.map((hotkey) => {
      const neuron = neurons.find((known) => known.hotkey === hotkey)
      if (neuron !== undefined) return neuron
      throw new AppError('not-registered', `${hotkey} is no neuron of netuid ${netuid}`, { hotkey, netuid })
    })
  const validators: Neuron[] = []
  for (const neuron of neurons) {
    if (!neuron.validatorPermit) continue
    // Miners with stake get permits too: who publishes nothing and has set no weights is none.
    const isPublisher = neuron.axon?.protocol === TRANSCRIPT_PROTOCOL
    if (isPublisher || (await chain.weightsAt(netuid, neuron.uid, at)).uids.length > 0) validators.push(neuron)
  }
  return validators
}

/** Where the transcripts of a validator are, or why nowhere. */
function sourceOf(
  { url, transcripts, save, allowLocalAxons, timeoutMs }: AuditConfig,
  { clock, signal }: AuditDeps,
  { hotkey, axon }: Neuron,
): Source | AppError {
  if (transcripts !== undefined) {
    const folder = join(transcripts, hotkey)
    if (existsSync(folder)) return createFolderSource(folder)
    return new AppError('no-transcripts', `${folder} does not exist; --save makes it`)
  }
  const saved = (source: Source): Source => (save === undefined ? source : savingIn(join(save, hotkey), source))
  if (url !== undefined) return saved(createHttpSource(url, clock, { timeoutMs, signal }))
  if (axon?.protocol !== TRANSCRIPT_PROTOCOL)
    return new AppError('no-transcripts', 'announces no transcripts; a validator does with --publish-port')
  const fault = addressFault(axon, allowLocalAxons)
  if (fault !== undefined) return new AppError('no-transcripts', fault)
  const host = axon.ip.includes(':') ? `[${axon.ip}]` : axon.ip
  return saved(createHttpSource(`http://${host}:${axon.port}`, clock, { timeoutMs, signal }))
}

function notAudited(neuron: Neuron, reason: string): ValidatorFindings {
  const findings = createFindings(neuron.hotkey)
  findings.note(reason)
  return nothingFound(neuron, { source: 'none', identity: undefined, findings })
}
