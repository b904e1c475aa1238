import { watchAmbient } from './ambient.ts'
import { bad, good, type Verdict } from './finding.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Subject } from './subject.ts'

/**
 * The same seed gives the same tasks, requests and scores: on a second call, and in another process.
 * @param elsewhere fingerprint of the same mechanism from another process or thread; without, that part is left out.
 */
export function checkRepeats({ mechanism }: Subject, elsewhere: string | undefined): Verdict {
  let first = ''
  const used = watchAmbient(() => {
    first = fingerprintOf(mechanism)
  })
  if (used.length > 0)
    return bad(`it uses ${used.join(', ')}; valid is randomness from the generator that it is given, and no time`)
  if (fingerprintOf(mechanism) !== first)
    return bad('the same seed gives other tasks, requests or scores on a second call; valid is no state between calls')
  if (elsewhere === undefined) return good('the same seed gives the same tasks, requests and scores on a second call')
  if (elsewhere !== first)
    return bad('the same seed gives other tasks, requests or scores in another thread; valid is the same everywhere')
  return good('the same seed gives the same tasks, requests and scores on a second call and in another thread')
}
