import { actorNamed, openChainArena } from '../arena/chain-arena.ts'
import { honestSkills, toOutcome } from '../arena/chain-outcome.ts'
import type { Attack } from '../attack.ts'

const HONEST = 20
const IDLE = 4
const EPOCHS = 12
/** The validators beside it, in TAO of stake. */
const OTHERS = [{ stake: 1000 }, { stake: 1000 }, { stake: 1000 }]

/** A05: a small validator that keeps idle miners alive. */
export const tinyValidator: Attack = {
  id: 'A05',
  name: 'tiny validator',
  does: 'A validator with 5 % of the stake gives all its weight to four miners that do nothing, so that they are not the worst when a newcomer takes a place. Weight that only it gives is clipped to nothing, and its own place goes with theirs; where nothing is clipped and nobody immune, all five outlast those who work.',
  side: 'validator',
  level: 'chain',
  resources: 'a validator with 5 % of the stake, four idle uids',
  defences: ['clipping', 'immunity'],
  async play(run) {
    const honest = honestSkills(HONEST).map((skill, index) => actorNamed(`honest ${index}`, skill))
    const idle = Array.from({ length: IDLE }, (_, index) => actorNamed(`idle ${index}`, 0))
    // Its own place counts, too: it is the price of the attack.
    const tiny = actorNamed('validator 3', 0)
    const newcomers = Array.from({ length: EPOCHS }, (_, index) => actorNamed(`newcomer ${index}`, 0.5))
    const arena = openChainArena(run, {
      miners: [...idle, ...honest],
      outsiders: newcomers,
      validators: [...OTHERS, { stake: 158, ...(run.isOn && { only: idle }) }],
    })
    // Uids count here, not pay: a place that an idle miner keeps is one that somebody else does not get.
    const places: Map<string, number>[] = []
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      arena.setWeights()
      const newcomer = newcomers[epoch]
      if (newcomer !== undefined) arena.register(newcomer)
      arena.endEpoch()
      const all = [tiny, ...idle, ...honest, ...newcomers].filter((actor) => arena.isRegistered(actor))
      places.push(new Map(all.map(({ name }) => [name, 1 / all.length])))
    }
    // Places are no income that a cost could be set against.
    return toOutcome({ epochs: places, attackers: [tiny, ...idle], honest: [...honest, ...newcomers], spent: 0 })
  },
}
