import { isDeepStrictEqual } from 'node:util'
import { isAppError, messageOf } from '../../errors.ts'
import { createRng } from '../../rng.ts'
import { bad, good, type Verdict } from './finding.ts'
import type { Subject } from './subject.ts'

const TASKS = 20
const SEED = new Uint8Array(32)

/** The dial does something from 0 to 1, stands at its default unless turned, and cannot be turned further. */
export function checkDial({ mechanism }: Subject): Verdict {
  const draw = (difficulty?: number) => mechanism.makeTasks(createRng(SEED), TASKS, difficulty)
  if (!isDeepStrictEqual(draw(), draw())) return good('not tried: the same seed gives other tasks each time')
  if (!isDeepStrictEqual(draw(), draw(mechanism.difficulty.default)))
    return bad('tasks without a difficulty are not those of the default one; valid is that they are the same')
  if (mechanism.difficulty.description.startsWith('none')) return good('there is no dial to turn')
  if (isDeepStrictEqual(draw(0), draw(1)))
    return bad('tasks at difficulty 0 and 1 are the same; valid is a dial that does something, or described as "none"')
  for (const difficulty of [-0.1, 1.1, Number.NaN]) {
    try {
      draw(difficulty)
    } catch (error) {
      if (isAppError(error)) continue
      return bad(`difficulty ${difficulty} ends in ${messageOf(error)}; valid is an AppError`)
    }
    return bad(`difficulty ${difficulty} is accepted; valid is to refuse what is not from 0 to 1`)
  }
  return good('tasks change from difficulty 0 to 1, and what lies beyond is refused')
}
