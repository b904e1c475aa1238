import { actorNamed, openChainArena } from '../arena/chain-arena.ts'
import { honestSkills, toOutcome } from '../arena/chain-outcome.ts'
import type { Attack } from '../attack.ts'

const HONEST = 24
const EPOCHS = 12
const PER_EPOCH = 6
const OWN_SKILL = 0.8
const LEAST_BURN = 500_000n
const ONE = 1n << 64n

/** A09: the owner of a subnet against its miners. */
export const ownerAbuse: Attack = {
  id: 'A09',
  name: 'owner abuse',
  does: 'The owner of the subnet sets the price of registrations to next to nothing and lets it stand still, then registers idle hotkeys until only its own miner is left of those that work.',
  side: 'owner',
  level: 'chain',
  resources: 'the owner’s key, one good miner, 40 TAO',
  defences: ['root-limits', 'immunity', 'skill-shape'],
  exception: {
    reason:
      'Prices are the owner’s to set: it evicts whoever earns least, down to the floor of old uids that root has set.',
    condition:
      'The gain is the pay of the weakest that the floor leaves out: 5 % with four fifths of the places kept, 80 % with 10 of 30, which is what the chain has where root sets nothing.',
  },
  async play(run) {
    const honest = honestSkills(HONEST).map((skill, index) => actorNamed(`honest ${index}`, skill))
    const own = actorNamed('own miner', OWN_SKILL)
    const idle = Array.from({ length: EPOCHS * PER_EPOCH }, (_, index) => actorNamed(`idle ${index}`, 0))
    const arena = openChainArena(run, { miners: [...honest, own], outsiders: idle })
    const { world, netuid, owner } = arena
    let spent = 0
    const epochs: ReadonlyMap<string, number>[] = []
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      arena.setWeights()
      if (run.isOn) {
        for (const [call, args] of [
          ['sudo_set_min_burn', { netuid, min_burn: LEAST_BURN }],
          ['sudo_set_burn_increase_mult', { netuid, burn_increase_mult: ONE }],
          ['sudo_set_burn_half_life', { netuid, burn_half_life: 1 }],
        ] as const)
          world.call(owner.coldkey, { pallet: 'AdminUtils', call, args })
        for (const actor of idle.slice(epoch * PER_EPOCH, (epoch + 1) * PER_EPOCH)) {
          world.nextBlock()
          if (arena.nextOut() === own.name) break
          spent += arena.register(actor).paid
        }
      }
      epochs.push(arena.endEpoch())
    }
    return toOutcome({ epochs, attackers: [own, ...idle], honest, spent })
  },
}
