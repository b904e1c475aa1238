import { z } from 'zod'
import { runProgram } from './child-process.ts'

const finding = z.object({
  kind: z.string(),
  since: z.number(),
  evidence: z.string(),
  of: z.string().nullable(),
})
const scoresShape = z.object({
  miners: z.array(z.object({ hotkey: z.string(), score: z.number(), rounds: z.number(), findings: z.array(finding) })),
})

/** What one validator says of all miners, as `validator scores --json` tells it. */
export type ScoresOfValidator = z.infer<typeof scoresShape>['miners']

/**
 * What several validators say, in their order. `undefined` for one that has no scores yet, or whose database is being
 * opened.
 */
export async function readScores(
  databases: readonly string[],
  signal: AbortSignal,
): Promise<readonly (ScoresOfValidator | undefined)[]> {
  const answers = await Promise.all(
    databases.map((db) => runProgram('validator', ['scores', '--json', '--db', db], signal, 'ignore')),
  )
  return answers.map(({ exit, stdout }) => (exit === 0 ? scoresShape.parse(JSON.parse(stdout)).miners : undefined))
}

/** Mean score by hotkey over the validators that have one. */
export function meanScores(views: readonly (ScoresOfValidator | undefined)[]): ReadonlyMap<string, number> {
  const all = views.flatMap((miners) =>
    miners === undefined ? [] : [new Map(miners.map(({ hotkey, score }) => [hotkey, score]))],
  )
  const hotkeys = new Set(all.flatMap((scores) => [...scores.keys()]))
  return new Map([...hotkeys].map((hotkey) => [hotkey, mean(all.flatMap((scores) => scores.get(hotkey) ?? []))]))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
