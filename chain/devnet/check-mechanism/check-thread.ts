import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { messageOf } from '../../../shared/errors.ts'
import { checkMechanism } from '../../../shared/mechanism/check/checks.ts'
import { cpuClock } from '../../../shared/mechanism/check/cpu-clock.ts'
import { fingerprintOf } from '../../../shared/mechanism/check/fingerprint.ts'
import { toSubject } from '../../../shared/mechanism/check/subject.ts'
import { createRng } from '../../../shared/rng.ts'
import { parserOf } from '../../../shared/zod-parser.ts'
import { openSubject } from './open-subject.ts'

// The thread behind run-checks.ts: a mechanism that never ends can be stopped there.

const parseJob = parserOf(
  z.object({
    name: z.string(),
    heldOut: z.string().or(z.undefined()),
    /** Without it the thread tells the fingerprint, with it the findings. */
    elsewhere: z.string().or(z.undefined()),
  }),
  'check job',
)

/** Any seed does: what checks find must not hang on luck. */
const SEED = new Uint8Array(32).fill(1)

const { name, heldOut, elsewhere } = parseJob(workerData)
try {
  const mechanism = await openSubject(name, heldOut)
  if (elsewhere === undefined) parentPort?.postMessage({ tag: 'fingerprint', text: fingerprintOf(mechanism) })
  else {
    const subject = toSubject(mechanism, createRng(SEED), cpuClock)
    for (const finding of checkMechanism(subject, { elsewhere })) parentPort?.postMessage({ tag: 'finding', finding })
  }
} catch (error) {
  parentPort?.postMessage({ tag: 'failed', text: messageOf(error) })
}
