import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { systemClock } from '../../shared/clock.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { rao } from '../../shared/units.ts'
import { readRound } from '../../validator/db/rounds.ts'
import { createDendrite } from '../../validator/dendrite.ts'
import { createPermitGate } from '../../validator/permit-gate.ts'
import { playRound, resumeRounds } from '../../validator/round.ts'
import { openForTest } from './support/database.ts'
import { serveMiner } from './support/real-miner.ts'
import { minerKey, OPTIONS, ROUND_OWNER, roundForTest, VALIDATOR } from './support/round.ts'

beforeAll(cryptoReady)

it('a real miner reveals to the next process what it committed to for the last one', async () => {
  const database = openForTest(undefined, ROUND_OWNER)
  const { deps, client } = await roundForTest(database, {})
  client.changeNeuron(0, { stake: rao(5n) })
  const model = await openModel(await readFile(join(committedLadder('glyphs'), 'glyphs-6.onnx')))
  onTestFinished(() => model.close())
  for (const number of [1, 2]) await serveMiner(client, minerKey(number), model)
  const options = { ...OPTIONS, sizes: { shared: 60, own: 5, canaries: 2 }, deadlineMs: 60_000 }
  const process = () => {
    const dendrite = createDendrite({ hotkey: VALIDATOR, clock: systemClock, allowLocalAxons: true })
    onTestFinished(() => dendrite.close())
    return { ...deps, dendrite, clock: systemClock, gate: createPermitGate({ clock: systemClock }) }
  }

  const first = process()
  const stop = new AbortController()
  const ask: typeof first.dendrite.ask = (route, calls, asking) => {
    if (route.name === 'reveal') stop.abort(new Error('killed'))
    return first.dendrite.ask(route, calls, asking)
  }
  await expect(playRound({ ...first, dendrite: { ask } }, options, stop.signal)).rejects.toThrow('killed')
  expect(readRound(database.orm, 1)?.state).toBe('committed')

  await resumeRounds(process(), options, new AbortController().signal)
  const round = readRound(database.orm, 1)
  expect(round?.state).toBe('scored')
  expect(round?.answers.map(({ outcome, model: digest }) => [outcome, digest])).toEqual(
    Array(2).fill(['answered', model.digest]),
  )
  expect(round?.answers.every(({ skill }) => skill !== null && skill > 0.5)).toBe(true)
})
