import { actorNamed, openChainArena } from '../arena/chain-arena.ts'
import { honestSkills, toOutcome } from '../arena/chain-outcome.ts'
import type { Attack } from '../attack.ts'

const HONEST = 20
const EPOCHS = 12
/** The attackers do no work; the honest share that they are held against is that of one miner of this skill. */
const SKILL = 0.5
const NEWCOMER_SKILL = 0.85

/** A11: the uid of somebody whose weight is already set. */
export const inheritedWeight: Attack = {
  id: 'A11',
  name: 'inherited weight',
  does: 'A strong newcomer has its first weight and no pay yet, so that it is the worst on chain. The attacker registers before the epoch, gets the uid of the newcomer, and with it the weight.',
  side: 'miner',
  level: 'chain',
  resources: 'one registration per epoch, no work',
  defences: ['hotkey-scores', 'immunity'],
  async play(run) {
    const honest = honestSkills(HONEST).map((skill, index) => actorNamed(`honest ${index}`, skill))
    const worker = actorNamed('attacker', SKILL)
    const newcomers = Array.from({ length: EPOCHS }, (_, index) => actorNamed(`newcomer ${index}`, NEWCOMER_SKILL))
    const idle = Array.from({ length: EPOCHS }, (_, index) => actorNamed(`idle ${index}`, 0))
    const arena = openChainArena(run, {
      miners: run.isOn ? honest : [...honest, worker],
      outsiders: [...newcomers, ...idle],
    })
    let spent = 0
    const epochs: ReadonlyMap<string, number>[] = []
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const [newcomer, thief] = [newcomers[epoch], idle[epoch]]
      if (newcomer !== undefined) arena.register(newcomer)
      arena.world.nextBlock()
      arena.setWeights()
      arena.world.nextBlock()
      if (run.isOn && thief !== undefined) spent += arena.register(thief).paid
      arena.world.nextBlock()
      // Validators set their weights again before the epoch, by what they hold scores of.
      arena.setWeights()
      epochs.push(arena.endEpoch())
    }
    return toOutcome({ epochs, attackers: run.isOn ? idle : [worker], honest: [...honest, ...newcomers], spent })
  },
}
