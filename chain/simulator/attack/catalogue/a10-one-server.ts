import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS, TEN_STAKES } from '../arena/fast-scenes.ts'
import type { Attack } from '../attack.ts'

const VALIDATORS = [0, 1, 2, 3]

/** A10: one measurement under four names. */
export const oneServer: Attack = {
  id: 'A10',
  name: 'one server',
  does: 'Four validators with 38 % of the stake set the row that one server measures: consensus looks like ten opinions and is seven.',
  side: 'validator',
  level: 'fast',
  resources: '38 % of the stake, one server',
  defences: ['half-life', 'clipping', 'bonds-penalty'],
  exception: {
    reason:
      'What the four have in common is in consensus, too: their shared error draws the median towards them, and the bonds with it.',
    condition:
      'Measurements that scatter: 0.7 % at a noise of 10 % and a half-life of 20 rounds, 1.8 % where every round stands alone. It falls with the square root of the tasks that an average holds.',
  },
  play: (run) => {
    let shared: { readonly epoch: number; readonly row: Uint16Array } | undefined
    return playFast(run, {
      stakes: TEN_STAKES,
      skills: MINER_SKILLS,
      ...ALIVE,
      cpuShare: 1 / VALIDATORS.length,
      attackers: new Map(
        VALIDATORS.map((uid) => [
          uid,
          ({ measured, epoch }) => {
            if (shared?.epoch !== epoch) shared = { epoch, row: measured() }
            return shared.row
          },
        ]),
      ),
    })
  },
}
