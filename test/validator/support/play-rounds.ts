import { silentLogger } from '../../../shared/log.ts'
import { openDatabase } from '../../../validator/db/open.ts'
import { playRound } from '../../../validator/round.ts'
import { confident, OPTIONS, roundForTest, timeout } from './round.ts'

// Plays rounds on the database named by the argument as fast as it can and prints the id of each when it is stored,
// until it is killed.
const database = openDatabase(process.argv[2] ?? '', OPTIONS)
const miners = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [i + 1, i % 3 === 0 ? timeout : confident(i / 50)]),
)
const { deps } = roundForTest(database, miners)
for (;;) {
  const result = await playRound({ ...deps, log: silentLogger }, OPTIONS, new AbortController().signal)
  if (result.tag === 'scored') process.stdout.write(`${result.id}\n`)
}
