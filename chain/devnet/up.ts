import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, parse, resolve } from 'node:path'
import { toBareHex, utf8 } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import type { Logger } from '../../shared/log.ts'
import { createRng, type Rng } from '../../shared/rng.ts'
import type { Ss58 } from '../../shared/units.ts'
import type { AuditFiles } from './adversaries/audit.ts'
import { planAdversaries } from './adversaries/plan.ts'
import { renderTrial } from './adversaries/render-trial.ts'
import { openRivals } from './adversaries/rivals.ts'
import { createTrial } from './adversaries/trial.ts'
import type { TrialReport } from './adversaries/trial-report.ts'
import { openLocalChain } from './local-chain.ts'
import { type LadderFiles, openLadder } from './models.ts'
import { modelLabel, type NeuronPlan, planNeurons } from './plan.ts'
import { createReport } from './report.ts'
import { openRunFolder } from './run-folder.ts'
import { openStage } from './scenario/open-stage.ts'
import { createStageWatch } from './scenario/stage-report.ts'
import type { Screen } from './screen.ts'
import { measureSkill, openFreshSample } from './skill.ts'
import { runSubnet } from './subnet-run.ts'
import { renderPicture } from './table.ts'
import { hotkeyIn, makeWallets } from './wallets.ts'

export interface UpOptions {
  readonly rpcPort: number
  readonly blockMs: number
  readonly tempo: number
  /** How validators commit their weights; `undefined` sets them in the open. */
  readonly commitReveal: 'timelock' | 'hash' | undefined
  /** How long validators wait for answers; without, as long as the blocks between two rounds take. */
  readonly deadlineMs?: number | undefined
  /** Stop after so many epochs that paid miners; run on without. */
  readonly epochs: number | undefined
  /** File to write the report to. */
  readonly report: string | undefined
  /** What miners answer: an id, or the path of a person's own module; without, glyphs, or labelled where there is data. */
  readonly mechanism: string | undefined
  /** How hard tasks are, 0 to 1; without, as hard as the mechanism has them, which is what models are trained for. */
  readonly difficulty?: number | undefined
  /** The person's own data. */
  readonly data: string | undefined
  readonly label: string
  /** Seed of keys and trained models; the validators' tasks are secret and never depend on it. */
  readonly seed: string | undefined
  /** File or name of a scenario whose participants run as processes, instead of those of the devnet. */
  readonly scenario?: string | undefined
  /** Further flags of every validator. */
  readonly validatorFlags?: readonly string[]
  /** Adds miners and a validator that cheat, and measures what they gain. */
  readonly adversaries: boolean
  /** Keeps the run's files there; without, they go to a temporary folder that is removed at the end. */
  readonly basePath: string | undefined
}

export interface UpDeps {
  readonly clock: Clock
  readonly log: Logger
  readonly screen: Screen
}

/** `out.json` gets `out.audit.json` and `out.audit.html` beside it. */
function auditFilesBeside(report: string): AuditFiles {
  const { dir, name } = parse(resolve(report))
  return { json: join(dir, `${name}.audit.json`), html: join(dir, `${name}.audit.html`) }
}

/** Every coldkey starts with enough for the lock cost of a subnet, a stake and its registration. */
const ENDOWMENT_RAO = 100_000_000_000_000n

/**
 * Runs a whole subnet: a local chain, validators and miners as processes, until enough epochs have paid or the signal
 * aborts. Then stops everything, shows the final table and writes the report.
 * @returns what adversaries gained; `undefined` without any, and when it was stopped before the first look.
 */
export async function runUp(
  options: UpOptions,
  { clock, log, screen }: UpDeps,
  signal: AbortSignal,
): Promise<TrialReport | undefined> {
  const startedAt = clock.monotonic()
  await cryptoReady()
  const seed = options.seed ?? toBareHex(randomBytes(16))
  const rng = createRng(utf8(sha256Hex(utf8(seed))))
  const folder = await openRunFolder(options.basePath)
  try {
    const data = options.data === undefined ? undefined : { file: resolve(options.data), label: options.label }
    const stage = options.scenario === undefined ? undefined : await openStage(options.scenario)
    const mechanism = options.mechanism ?? stage?.scenario.mechanism
    const ladder = await openLadder({ mechanism, data, out: folder.models, seed }, signal)
    const rivals = options.adversaries
      ? await openRivals(ladder, { out: folder.models, seed, data }, signal)
      : undefined
    const difficulty = options.difficulty ?? stage?.scenario.difficulty
    const staged = await stage?.plan(ladder, rng.fork('stage'), difficulty)
    const plans = [
      ...(staged?.map(({ plan }) => plan) ?? planNeurons(ladder.models)),
      ...(rivals === undefined ? [] : planAdversaries(ladder.models, rivals)),
    ]
    const keys = await makeWallets(plans, folder.wallets, rng.fork('wallets'))
    const hotkeyOf = hotkeyIn(keys)
    const endowments = [...keys.values()].map(({ coldkey }) => ({ who: coldkey.publicKey, rao: ENDOWMENT_RAO }))
    const local = await openLocalChain({
      port: options.rpcPort,
      sealing: { tag: 'interval', ms: options.blockMs },
      endowments,
      clock,
      log,
    })
    const watch = stage && staged && createStageWatch(stage, staged, hotkeyOf)
    const trial =
      rivals &&
      createTrial({
        plans,
        hotkeyOf,
        ladder,
        chainUrl: local.url,
        registered: rivals.registered,
        auditFiles: auditFilesBeside(options.report ?? join(folder.root, 'report.json')),
        rng: rng.fork('trial'),
        difficulty,
      })
    // The chain outlives the signal: neurons say goodbye to a chain that still answers.
    const chainLife = new AbortController()
    const sealing = local.run(chainLife.signal)
    try {
      screen.print(`chain ${local.url}   files ${folder.root}`)
      const end = await runSubnet(
        {
          ...options,
          ...stage?.settings,
          validatorFlags: [
            ...((await stage?.validatorFlags(folder.root)) ?? []),
            ...(options.validatorFlags ?? []),
            ...(difficulty === undefined ? [] : ['--difficulty', String(difficulty)]),
          ],
          ...{ clock, log, screen, folder, ladder, plans, keys, chainUrl: local.url },
          registeredModels: rivals?.registered ?? stage?.registeredModels(ladder),
          publishes: rivals !== undefined,
          onlooker: trial?.onlooker ?? watch?.onlooker,
        },
        signal,
      )
      if (end === undefined) return undefined

      const report = createReport({
        ...end,
        skills: await measureSkills(plans, { ladder, hotkeyOf, rng, difficulty }),
        stateRoot: local.stateRoot(),
        issuance: local.issuance(),
        durationMs: Math.round(clock.monotonic() - startedAt),
      })
      screen.draw('')
      const look = { epochs: options.epochs, width: screen.width }
      screen.print(renderPicture(end.observation, (hotkey) => end.facts.get(hotkey), look))
      screen.print(`rank correlation of skill and emission ${report.rankCorrelation?.toFixed(3) ?? 'not defined yet'}`)
      const outcome = signal.aborted ? undefined : await trial?.conclude()
      if (outcome !== undefined) screen.print(renderTrial(outcome))
      if (options.report !== undefined) {
        const all = {
          ...report,
          ...(outcome && { trial: outcome }),
          ...(watch && { stage: watch.report() }),
        }
        await writeFile(options.report, `${JSON.stringify(all, null, 2)}\n`)
        screen.print(`report written to ${resolve(options.report)}`)
      }
      return outcome
    } finally {
      chainLife.abort()
      await sealing
      await local.close()
    }
  } finally {
    screen.close()
    await folder.dispose()
  }
}

interface SkillContext {
  readonly ladder: LadderFiles
  readonly hotkeyOf: (name: string) => Ss58
  readonly rng: Rng
  readonly difficulty: number | undefined
}

/** Skill of the miners by hotkey, on a sample that was used for nothing else; without those that serve nothing. */
async function measureSkills(
  plans: readonly NeuronPlan[],
  { ladder, hotkeyOf, rng, difficulty }: SkillContext,
): Promise<ReadonlyMap<Ss58, number>> {
  const sample = await openFreshSample(rng.fork('fresh sample'), ladder, { difficulty })
  const skills = new Map<Ss58, number>()
  for (const plan of plans) {
    if (plan.role === 'validator') continue
    const skill = await measureSkill(plan.serves, sample, rng.fork(`skill of ${modelLabel(plan)}`))
    if (skill !== undefined) skills.set(hotkeyOf(plan.name), skill)
  }
  return skills
}
