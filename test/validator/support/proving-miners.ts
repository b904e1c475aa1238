import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import type { Model } from '../../../shared/model/model.ts'
import { answerProvably } from '../../../shared/proof/answer-provably.ts'
import { planRound } from '../../../shared/round/plan.ts'
import type { Ss58 } from '../../../shared/units.ts'
import { commitRoute } from '../../../shared/wire/routes.ts'
import type { Database } from '../../../validator/db/open.ts'
import { readRound } from '../../../validator/db/rounds.ts'
import type { Dendrite } from '../../../validator/dendrite.ts'
import type { Reply } from '../../../validator/reply.ts'
import { committing, minerKey, minerOf, VALIDATOR } from './round.ts'

/** What a miner runs and what it claims to run; `index` counts the rounds from 0. */
export interface Proving {
  readonly runs: (index: number) => Model
  readonly claims: string
}

/** A dendrite whose axons, by number, answer glyphs by real models and attach their proofs. */
export function provingDendrite(database: Database, miners: Readonly<Record<number, Proving>>): Pick<Dendrite, 'ask'> {
  const byHotkey = new Map<Ss58, readonly [number, Proving]>(
    Object.entries(miners).map(([number, miner]) => [minerOf(Number(number)), [Number(number), miner]]),
  )
  const replyOf = async (route: string, hotkey: Ss58, name: string): Promise<Reply> => {
    const [number, miner] = byHotkey.get(hotkey) ?? []
    if (number === undefined || miner === undefined) return { tag: 'unreachable', detail: 'nobody is there' }
    const id = Number.parseInt(name, 10)
    const round = readRound(database.orm, id)!
    const tasks = planRound(glyphs, round.seed, round.sizes, round.difficulty ?? undefined).forMiner(hotkey)
    const request = glyphs.parseRequest(glyphs.toRequest(tasks.map(({ task }) => task)))
    const { answers, proofs } = await answerProvably(glyphs, request, miner.runs(id - 1))
    const payload = JSON.stringify({ answers, model: miner.claims, proofs })
    const parties = { round: name, validator: VALIDATOR.ss58, miner: hotkey }
    const replies = committing(payload, { tasks, parties, key: minerKey(number) })
    return route === commitRoute.name ? replies.commit : replies.reveal
  }
  return {
    ask: (route, calls) =>
      Promise.all(
        calls.map(({ hotkey, request }) => {
          const { round: name } = request() as { round: string }
          return replyOf(route.name, hotkey, name)
        }),
      ),
  }
}
