import { utf8 } from '../../../shared/bytes.ts'
import { silentLogger } from '../../../shared/log.ts'
import { GLYPH_CLASSES, glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import type { ClassTask } from '../../../shared/mechanism/rows/asking.ts'
import { toWire } from '../../../shared/model/tensor.ts'
import { createRng } from '../../../shared/rng.ts'
import type { Ss58 } from '../../../shared/units.ts'
import type { Database } from '../../../validator/db/open.ts'
import { createPermitGate } from '../../../validator/permit-gate.ts'
import type { Reply } from '../../../validator/reply.ts'
import type { RoundDeps, RoundOptions } from '../../../validator/round.ts'
import { createFakeSubtensor } from '../../support/fake-subtensor.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { hotkeyOf, OWNER } from './database.ts'

/** What a fake miner does with the tasks of a round, references included: tests may cheat. */
export type Behaviour = (tasks: readonly ClassTask[]) => Reply

export const AXON = { ip: '127.0.0.1', port: 8091, version: 1, block: 1 }

const received = (value: unknown): Reply => ({ tag: 'received', body: utf8(JSON.stringify(value)), latencyMs: 10 })

/** Answers as a miner sends them. */
export const answerWith = (answers: unknown): Reply => received({ answers, model: 'cd'.repeat(32) })

/** Gives the true class of every task the same probability and shares the rest among the others. */
export const confident =
  (probability: number): Behaviour =>
  (tasks) =>
    answerRows(tasks.map(({ label }) => rowOf(label, probability)))

export const rowOf = (label: number, probability: number): number[] =>
  Array.from({ length: GLYPH_CLASSES }, (_, i) => (i === label ? probability : (1 - probability) / (GLYPH_CLASSES - 1)))

/** A reply with one row of probabilities per task, whatever they are. */
export const answerRows = (rows: readonly (readonly number[])[]): Reply =>
  answerWith(toWire({ dims: [rows.length, rows[0]?.length ?? 1], data: Float32Array.from(rows.flat()) }))

export const timeout: Behaviour = () => ({ tag: 'timeout', detail: 'late' })

/** A validator with a permit at uid 0, and one announced miner for each behaviour, by hotkey number. */
export function roundForTest(database: Database, miners: Readonly<Record<number, Behaviour>>) {
  const clock = createManualClock()
  const client = createFakeSubtensor()
  client.addNeuron({ hotkey: OWNER.hotkey, validatorPermit: true })
  const behaviours = new Map<Ss58, Behaviour>()
  for (const [number, behaviour] of Object.entries(miners)) {
    behaviours.set(hotkeyOf(Number(number)), behaviour)
    client.addNeuron({ hotkey: hotkeyOf(Number(number)), axon: AXON })
  }
  let seed = new Uint8Array(32).fill(1)
  const asked: Ss58[][] = []
  const deps: RoundDeps = {
    client,
    clock,
    database,
    mechanism: glyphs as Mechanism,
    gate: createPermitGate({ clock }),
    log: silentLogger,
    randomBytes(count) {
      const rng = createRng(seed)
      seed = Uint8Array.from({ length: count }, () => rng.below(256))
      return seed
    },
    dendrite: {
      async ask(_route, targets, { signal }) {
        signal.throwIfAborted()
        asked.push(targets.map(({ hotkey }) => hotkey))
        const tasks = glyphs.makeTasks(createRng(seed), OPTIONS.items)
        return targets.map(({ hotkey, axon }): Reply => {
          const behaviour = behaviours.get(hotkey)
          return axon === undefined || behaviour === undefined
            ? { tag: 'unreachable', detail: 'nobody is there' }
            : behaviour(tasks)
        })
      },
    },
  }
  return { deps, client, clock, behaviours, asked }
}

export const OPTIONS: RoundOptions = {
  ...OWNER,
  scoreKey: 'skill@2/glyphs@1',
  items: 8,
  deadlineMs: 1000,
  halfLifeRounds: 4,
  retention: { rounds: 1000, answers: 5 },
}
