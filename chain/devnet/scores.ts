import { z } from 'zod'
import { runProgram } from './child-process.ts'

const scoresShape = z.object({ miners: z.array(z.object({ hotkey: z.string(), score: z.number() })) })

/**
 * Mean score by hotkey over several validators, as `validator scores --json` tells them. A validator that has no
 * scores yet, or whose database is being opened, is left out this time.
 */
export async function readScores(
  databases: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const answers = await Promise.all(
    databases.map((db) => runProgram('validator', ['scores', '--json', '--db', db], signal, 'ignore')),
  )
  const all = answers
    .filter(({ exit }) => exit === 0)
    .map(
      ({ stdout }) => new Map(scoresShape.parse(JSON.parse(stdout)).miners.map(({ hotkey, score }) => [hotkey, score])),
    )
  const hotkeys = new Set(all.flatMap((scores) => [...scores.keys()]))
  return new Map([...hotkeys].map((hotkey) => [hotkey, mean(all.flatMap((scores) => scores.get(hotkey) ?? []))]))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
