import { actorNamed, openChainArena } from '../arena/chain-arena.ts'
import { honestSkills, toOutcome } from '../arena/chain-outcome.ts'
import type { Attack } from '../attack.ts'

const HONEST = 24
const EPOCHS = 12
const PER_EPOCH = 6
const OWN_SKILL = 0.8
/** What the attacker spends at most, and what a miner that was pushed out pays to come back. */
const BUDGET = 40
const WORTH = 2

/** A12: all places bought. */
export const registrationSpam: Attack = {
  id: 'A12',
  name: 'registration spam',
  does: 'Registers idle hotkeys as fast as 40 TAO allow, each of which takes the place of the worst miner, so that fewer share with its own. Who is pushed out comes back while a place costs less than 2 TAO.',
  side: 'miner',
  level: 'chain',
  resources: '40 TAO, one good miner',
  defences: ['root-limits', 'burn', 'demand-price', 'skill-shape'],
  async play(run) {
    const honest = honestSkills(HONEST).map((skill, index) => actorNamed(`honest ${index}`, skill))
    const own = actorNamed('own miner', OWN_SKILL)
    const idle = Array.from({ length: EPOCHS * PER_EPOCH }, (_, index) => actorNamed(`idle ${index}`, 0))
    const arena = openChainArena(run, { miners: [...honest, own], outsiders: idle, attackerTao: BUDGET })
    let spent = 0
    const epochs: ReadonlyMap<string, number>[] = []
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      for (const actor of honest)
        if (!arena.isRegistered(actor) && arena.price() <= WORTH) {
          arena.world.nextBlock()
          arena.register(actor)
        }
      // So does its own.
      if (!arena.isRegistered(own) && arena.price() <= WORTH) {
        arena.world.nextBlock()
        spent += arena.register(own).paid
      }
      arena.setWeights()
      if (run.isOn)
        for (const actor of idle.slice(epoch * PER_EPOCH, (epoch + 1) * PER_EPOCH)) {
          if (spent + arena.price() > BUDGET) break
          arena.world.nextBlock()
          if (arena.nextOut() === own.name) break
          spent += arena.register(actor).paid
        }
      epochs.push(arena.endEpoch())
    }
    return toOutcome({ epochs, attackers: [own, ...idle], honest, spent })
  },
}
