import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { type Average, updateAverage } from '../../shared/mechanism/average.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import type { Ss58 } from '../../shared/units.ts'
import { openDatabase } from '../../validator/db/open.ts'
import { readLastRound, readRound } from '../../validator/db/rounds.ts'
import { readScores } from '../../validator/db/scores.ts'
import { OWNER, temporaryPath } from './support/database.ts'
import { OPTIONS } from './support/round.ts'

const MINERS = 40

beforeAll(cryptoReady)

it('kill -9 between or within rounds loses no stored score and leaves no half of a round', async () => {
  const path = temporaryPath()
  let known = 0
  for (const rounds of [1, 4, 7]) {
    const reported = await playAndKill(path, rounds)
    const database = openDatabase(path, OWNER)
    const last = readLastRound(database.orm)?.id ?? 0
    // The last round may have been stored without having been reported, never the other way round.
    expect([reported, reported + 1]).toContain(last)
    expect(last).toBeGreaterThan(known)
    known = last

    const averages = new Map<Ss58, Average>()
    for (let id = 1; id <= last; id++) {
      const { answers, scale } = readRound(database.orm, id)!
      expect(answers).toHaveLength(MINERS)
      for (const { hotkey, score } of answers)
        averages.set(hotkey, updateAverage(averages.get(hotkey), toSkill(score, scale), OPTIONS.halfLifeRounds))
    }
    const scores = readScores(database.orm, OPTIONS.scoreKey)
    expect(new Map([...scores].map(([hotkey, { average }]) => [hotkey, average]))).toEqual(averages)
    expect(new Set([...scores.values()].map((score) => score.rounds))).toEqual(new Set([last]))
    database.close()
  }
})

/** Plays rounds in a process of its own and kills it soon after it reported `rounds` of them. */
async function playAndKill(path: string, rounds: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/play-rounds.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let last = 0
  let seen = 0
  for await (const line of createInterface(child.stdout)) {
    last = Number(line)
    if (++seen === rounds) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return last
}
