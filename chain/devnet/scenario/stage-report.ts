import type { Ss58 } from '../../../shared/units.ts'
import type { Onlooker } from '../subnet-run.ts'
import type { Stage } from './open-stage.ts'
import type { CastPlan } from './plan-scenario.ts'

/** What the participants of one run were and got, to compare with a simulation. */
export interface StageReport {
  readonly scenario: string
  readonly seed: string
  readonly members: readonly {
    readonly name: string
    readonly hotkey: string
    /** Skill of its model on fresh tasks; null without one. */
    readonly skill: number | null
    /** Decimal strings, one for each epoch that paid. */
    readonly emissionRao: readonly string[]
  }[]
}

/** Remembers what every epoch paid. */
export interface StageWatch {
  readonly onlooker: Onlooker
  report(): StageReport
}

/** See `StageWatch`. */
export function createStageWatch(
  { scenario }: Pick<Stage, 'scenario'>,
  staged: readonly CastPlan[],
  hotkeyOf: (name: string) => Ss58,
): StageWatch {
  const epochs: ReadonlyMap<Ss58, bigint>[] = []
  return {
    onlooker: {
      paid({ neurons }) {
        epochs.push(new Map(neurons.map(({ hotkey, emission }) => [hotkey, emission])))
      },
      async end() {},
    },
    report: () => ({
      scenario: scenario.name,
      seed: scenario.seed,
      members: staged.map(({ member: { name }, plan, skill }) => {
        const hotkey = hotkeyOf(plan.name)
        const emissionRao = epochs.map((paid) => (paid.get(hotkey) ?? 0n).toString())
        return { name, hotkey, skill: skill ?? null, emissionRao }
      }),
    }),
  }
}
