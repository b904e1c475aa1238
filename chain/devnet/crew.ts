import { join } from 'node:path'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { type ProgramName, type RunningProcess, startProcess } from './child-process.ts'
import type { LadderFiles } from './models.ts'
import type { MinerPlan, NeuronPlan } from './plan.ts'
import type { RunFolder } from './run-folder.ts'

export interface CrewSettings {
  readonly netuid: NetUid
  readonly chainUrl: string
  readonly folder: RunFolder
  readonly ladder: LadderFiles
  /** Blocks between two scoring rounds of a validator. */
  readonly roundBlocks: number
  readonly deadlineMs: number
  /** How validators commit their weights where they have to. */
  readonly commitBy: 'timelock' | 'hash'
  /** Folder of registered models that validators check proofs with; none are checked without. */
  readonly registeredModels: string | undefined
  /** Whether validators publish transcripts for audits. */
  readonly publishes: boolean
  /** Further flags of every validator: of two that say the same, these count. */
  readonly validatorFlags: readonly string[]
  /** Hotkey of a planned neuron, by its name. */
  readonly hotkeyOf: (name: string) => Ss58
}

/**
 * Scores of a devnet forget within an epoch or two, so that a person who stops and starts processes sees the effect and
 * the recovery. Some nine rounds still count, which tells neighbouring models apart.
 */
const HALF_LIFE_ROUNDS = 3

export const databaseOf = (folder: RunFolder, name: string): string => join(folder.databases, `${name}.sqlite`)

/** The program and arguments that make a process of a planned neuron; `undefined` for one that stays offline. */
export function commandOf(
  plan: NeuronPlan,
  settings: CrewSettings,
): { readonly program: ProgramName; readonly args: readonly string[] } | undefined {
  const { netuid, chainUrl, folder, ladder, roundBlocks, deadlineMs, commitBy, registeredModels, publishes, hotkeyOf } =
    settings
  const common = [
    ...['--netuid', String(netuid), '--chain', chainUrl],
    ...['--wallet-path', folder.wallets, '--wallet', plan.name],
    ...['--mechanism', ladder.mechanism],
  ]
  if (plan.role === 'validator') {
    const heldOut = ladder.heldOutFile === undefined ? [] : ['--held-out', ladder.heldOutFile]
    const pace = [
      '--round-blocks',
      String(roundBlocks),
      '--deadline-ms',
      String(deadlineMs),
      '--half-life-rounds',
      String(HALF_LIFE_ROUNDS),
      '--commit-by',
      commitBy,
    ]
    const proofs = registeredModels === undefined ? [] : ['--models', registeredModels]
    const publish = publishes ? ['--publish-port', '0', '--publish-ip', '127.0.0.1'] : []
    const favour = plan.favours === undefined ? [] : ['--favour', hotkeyOf(plan.favours)]
    const copy = plan.copies === true ? ['--copy-weights'] : []
    return {
      program: 'validator',
      args: [
        'run',
        ...common,
        ...heldOut,
        '--db',
        databaseOf(folder, plan.name),
        ...pace,
        ...proofs,
        ...publish,
        ...favour,
        ...copy,
        ...settings.validatorFlags,
      ],
    }
  }
  if (plan.serves.tag === 'offline') return undefined
  const serving = ['--model', plan.serves.file, '--ip', '127.0.0.1', '--port', '0']
  return { program: 'miner', args: ['run', ...common, ...serving, ...strategyOf(plan, settings)] }
}

/** The flags that make a miner what it is planned to be. */
function strategyOf({ serves, cheat }: MinerPlan, { deadlineMs, hotkeyOf }: CrewSettings): readonly string[] {
  switch (cheat?.tag) {
    case undefined:
      return serves.tag === 'random' ? ['--strategy', 'random'] : []
    case 'sybil':
      return []
    case 'relay': {
      // Half of the time to commit: when the victim does not answer, its own model still can.
      const patienceMs = Math.max(1, Math.floor(deadlineMs / 3))
      return ['--strategy', 'relay', '--victim', hotkeyOf(cheat.victim), '--victim-timeout-ms', String(patienceMs)]
    }
    case 'cache':
      return ['--strategy', 'cache']
    case 'late':
      return ['--strategy', 'late', '--delay-ms', String(deadlineMs)]
    case 'downgrade':
      return ['--strategy', 'downgrade', '--claims', cheat.claims]
  }
}

/** The processes of a run, by the name of their neuron. */
export class Crew {
  readonly #running = new Map<string, RunningProcess>()
  readonly #troubles = new Map<string, string>()
  readonly #onTrouble: (name: string, trouble: string, command: string) => void
  readonly #signal: AbortSignal
  #stopping = false

  /**
   * @param onTrouble hears of a process that ended by itself, with the command that starts it again.
   * @param signal aborts when all shall stop: Ctrl-C reaches the processes too, and that is no trouble.
   */
  constructor(onTrouble: (name: string, trouble: string, command: string) => void, signal: AbortSignal) {
    this.#onTrouble = onTrouble
    this.#signal = signal
  }

  start(plan: NeuronPlan, settings: CrewSettings): void {
    const command = commandOf(plan, settings)
    if (command === undefined) return
    const running = startProcess(command.program, command.args, join(settings.folder.logs, `${plan.name}.log`))
    this.#running.set(plan.name, running)
    running.ended.then((exit) => {
      if (this.#stopping || this.#signal.aborted) return
      const trouble = typeof exit === 'number' ? `exit ${exit}` : exit
      this.#troubles.set(plan.name, trouble)
      this.#onTrouble(plan.name, trouble, running.command)
    })
  }

  /** How a process ended by itself; `undefined` while it runs. */
  troubleOf(name: string): string | undefined {
    return this.#troubles.get(name)
  }

  /** Process ids by the name of their neuron. */
  get pids(): ReadonlyMap<string, number> {
    return new Map([...this.#running].map(([name, { pid }]) => [name, pid]))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all([...this.#running.values()].map((running) => running.stop()))
  }
}
