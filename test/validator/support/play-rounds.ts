import { writeSync } from 'node:fs'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import { openDatabase } from '../../../validator/db/open.ts'
import { readUnfinished } from '../../../validator/db/rounds.ts'
import { playRound, resumeRounds } from '../../../validator/round.ts'
import { confident, OPTIONS, ROUND_OWNER, roundForTest, timeout } from './round.ts'

// Plays rounds on the database named by the first argument as fast as it can, after finishing what is unfinished, and
// prints the id of each when it is stored, until it is killed. With `commit`, `reveal` or `score` as second argument it
// prints that word and stands still for ever when the phase of the third round begins.
const [, , path = '', stopAt = ''] = process.argv
await cryptoReady()
const database = openDatabase(path, ROUND_OWNER)
const miners = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [i + 1, i % 3 === 0 ? timeout : confident(0.2 + i / 60)]),
)
const { deps, client } = await roundForTest(database, miners)
const signal = new AbortController().signal

const say = (line: string): void => void writeSync(1, `${line}\n`)
const standStill = (): never => {
  say(stopAt)
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
let played = 0
const isStop = (phase: string): boolean => stopAt === phase && played === 2
const ask: typeof deps.dendrite.ask = (route, calls, options) =>
  isStop(route.name) ? standStill() : deps.dendrite.ask(route, calls, options)
const mechanism: Mechanism = {
  ...(glyphs as Mechanism),
  parseAnswers: (input, tasks) => (isStop('score') ? standStill() : (glyphs as Mechanism).parseAnswers(input, tasks)),
}
const playing = { ...deps, mechanism, dendrite: { ask } }

say(`unfinished ${readUnfinished(database.orm).join()}`)
await resumeRounds(playing, OPTIONS, signal)
say('resumed')
for (;;) {
  const result = await playRound(playing, OPTIONS, signal)
  if (result.tag === 'scored') say(String(result.id))
  played++
  client.advance()
}
