import { z } from 'zod'
import { defineMiner, type MinerRound, type Participant } from './strategy.ts'

/** Attack B01: all miners of its group run one model, that of the first of them. */
export const sybilMiner = defineMiner({
  description: 'One of several miners with one model: that of the first of its group (B01).',
  params: z.strictObject({}),
  open: () => ({
    answer(round) {
      const [first, paid] = firstOf(round)
      const skill = round.skillOf(first.index)
      return paid === round.self ? { skill } : { skill, copied: paid.index }
    },
  }),
})

/** The first of the group, and the first that has a uid: whose place they share. */
function firstOf({ self, network, named }: MinerRound): readonly [Participant, Participant] {
  const first = named(`${self.group} 1`) ?? self
  let [at, number] = [first, 1]
  while (at !== self && network.uidOf(at.hotkey) === undefined) at = named(`${self.group} ${++number}`) ?? self
  return [first, at]
}
