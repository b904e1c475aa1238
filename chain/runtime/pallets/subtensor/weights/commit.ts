import type { DispatchContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { dropExpired, storeQueue } from './commit-queue.ts'
import { noteUpdate } from './last-update.ts'
import { ensureMayCommit, type MechanismRef, MOST_COMMITS } from './may-commit.ts'
import { revealWindow } from './reveal-window.ts'

/** What a commit may touch; a batch makes several with one origin. */
export type CommitContext = Pick<DispatchContext, 'state' | 'block' | 'origin' | 'deposit'>

/** Queues the hash of weights. Emits WeightsCommitted. @throws ModuleError in the order of the checks. */
export function commitWeightsHash(context: CommitContext, mechanism: MechanismRef, hash: Uint8Array): void {
  const { state, block, deposit } = context
  const { hotkey, uid, index } = ensureMayCommit(context, mechanism)
  const window = revealWindow(state, mechanism.netuid, block)
  const { live } = dropExpired(storage.WeightCommits.get(state, index, hotkey) ?? [], window)
  ensure(live.length < MOST_COMMITS, errors.TooManyUnrevealedCommits, () => `${live.length} wait`)
  storeQueue(state, index, hotkey, [...live, [hash, window.current, BigInt(block), 0n]])
  deposit(events.WeightsCommitted([hotkey, index, hash]))
  noteUpdate(state, index, uid, block)
}
