import type { Observation } from './observe.ts'
import { meanScores, readScores, type ScoresOfValidator } from './scores.ts'
import type { Screen } from './screen.ts'

/** After so many epochs without pay, the scores say why. */
const OVERDUE_EPOCHS = 3

/**
 * The validators' scores as a run needs them. They stand still between rounds: once an epoch that pays, or after some
 * that do not, keeps the cost of asking all validators low.
 * @param read as `readScores`.
 */
export function createScoresLook(databases: readonly string[], screen: Pick<Screen, 'print'>, read = readScores) {
  let scores: ReadonlyMap<string, number> = new Map()
  let readAt: number | undefined
  let isTold = false
  return {
    /** Mean by hotkey, as of the last look. */
    scores: () => scores,

    /** Looks when it is time to; says once that nobody is paid. @returns what each validator says, if it was asked. */
    async follow(
      { block, tempo }: Pick<Observation, 'block' | 'tempo'>,
      isPaid: boolean,
      signal: AbortSignal,
    ): Promise<readonly (ScoresOfValidator | undefined)[] | undefined> {
      readAt ??= block
      if (!isPaid && block - readAt < OVERDUE_EPOCHS * tempo) return undefined
      readAt = block
      const views = await read(databases, signal).catch((error: unknown) => {
        // The last table has the scores from before.
        if (!signal.aborted) throw error
      })
      if (views === undefined) return undefined
      scores = meanScores(views)
      if (!isPaid && !isTold && scores.size > 0 && [...scores.values()].every((score) => score === 0)) {
        isTold = true
        screen.print('no epoch pays miners: none of them has yet answered better than chance in time')
      }
      return views
    },
  }
}
