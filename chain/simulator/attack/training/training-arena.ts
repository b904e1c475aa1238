import { rngOf } from '../arena/names.ts'
import { type AttackOutcome, type AttackRun, FREE } from '../attack.ts'
import { CLASSES } from './tiny-network.ts'
import { honestPeer, type Peer, trainTogether } from './train-together.ts'

const HONEST = 6
const WINDOWS = 44

/** Plays six honest peers and the attacker, which sends last and so sees what the others sent. */
export function playTraining({ seed, defences, isOn }: AttackRun, attacker: Peer): AttackOutcome {
  const honest = Array.from({ length: HONEST }, (_, index) => honestPeer(`honest ${index}`))
  const peers = [...honest, isOn ? attacker : honestPeer(attacker.name)]
  const rules = {
    isOwnAgainstRandom: defences.has('own-random'),
    isOverlapChecked: defences.has('overlap'),
    isClipped: defences.has('norm-clip'),
    isLossChecked: defences.has('clean-loss'),
  }
  const { pay, losses, starved } = trainTogether(peers, rules, WINDOWS, rngOf(seed, 'training'))
  // What the network is worth falls on the honest: loss that was not saved is pay that is worth less.
  const last = losses.slice(-WINDOWS / 4)
  const worth = last.reduce((sum, loss) => sum + Math.max(0, 1 - loss / Math.log(CLASSES)), 0) / last.length
  return {
    shares: pay.map((row) => row.at(-1) ?? 0),
    honest: pay.map((row) => worth * row.slice(0, -1).reduce((sum, share) => sum + share, 0)),
    quality: [],
    pay: [],
    hits: starved.slice(0, -1).map((isHit) => ({ isHit })),
    spending: { ...FREE, registration: 1 },
    effort: 1,
  }
}
