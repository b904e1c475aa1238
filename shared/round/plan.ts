import type { Mechanism } from '../mechanism/mechanism.ts'
import { permutation } from '../permutation.ts'
import { createRng, type Rng } from '../rng.ts'
import type { Ss58 } from '../units.ts'

/** How many tasks of each kind a miner is asked in a round. */
export interface RoundSizes {
  /** The same for all miners; the score comes from these alone. */
  readonly shared: number
  /** For one miner only: whoever copies the answers of another has none for these. */
  readonly own: number
  /** With a reference drawn at random: whoever answers them knows what the validator holds. */
  readonly canaries: number
}

/** A task as one miner is asked it. */
export interface PlannedTask<Task> {
  readonly kind: 'shared' | 'own' | 'canary'
  /** Position among the tasks of its kind; of a shared task the same for all miners. */
  readonly index: number
  readonly task: Task
}

/** All tasks of a round. */
export interface RoundPlan<Task> {
  readonly shared: readonly Task[]
  /** The tasks of a miner in the order in which it is asked. */
  forMiner(hotkey: Ss58): readonly PlannedTask<Task>[]
}

/**
 * Lays out a round from its seed. Every part has a generator of its own, so that what one miner is asked tells nothing
 * of what another is asked, and does not depend on who else takes part. The order is drawn too: a miner cannot tell the
 * kinds apart.
 * @param seed from `roundSeed`.
 * @throws AppError as `makeTasks` does; `seed-too-short`.
 */
export function planRound<Task>(
  mechanism: Pick<Mechanism<Task>, 'makeTasks' | 'toCanary'>,
  seed: Uint8Array,
  sizes: RoundSizes,
  difficulty?: number,
): RoundPlan<Task> {
  const rng = createRng(seed)
  // A mechanism may refuse to draw nothing.
  const draw = (from: Rng, count: number): readonly Task[] =>
    count === 0 ? [] : mechanism.makeTasks(from, count, difficulty)
  const shared = draw(rng.fork('shared'), sizes.shared)
  return {
    shared,
    forMiner(hotkey) {
      const own = draw(rng.fork(`own ${hotkey}`), sizes.own)
      const chance = rng.fork(`canary ${hotkey}`)
      const canaries = draw(chance, sizes.canaries).map((task) => mechanism.toCanary(task, chance))
      const planned = [...ofKind('shared', shared), ...ofKind('own', own), ...ofKind('canary', canaries)]
      return [...permutation(rng.fork(`order ${hotkey}`), planned.length)].flatMap((at) => planned[at] ?? [])
    },
  }
}

const ofKind = <Task>(kind: PlannedTask<Task>['kind'], tasks: readonly Task[]): readonly PlannedTask<Task>[] =>
  tasks.map((task, index) => ({ kind, index, task }))
