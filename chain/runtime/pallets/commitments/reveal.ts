import { AppError } from '../../../../shared/errors.ts'
import { openTimelocked } from '../../../../shared/timelock/timelock.ts'
import type { BlockContext } from '../../../frame/call.ts'
import { storage as drand } from '../drand/storage.ts'
import type { Data } from './data.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'
import { removeFromIndex } from './timelocked-index.ts'

/** Most opened commitments that are kept of one account. */
const MOST_REVEALS = 10

/** Opens the encrypted fields whose round has come; those that do not open are dropped. Emits CommitmentRevealed. */
export function revealCommitments(context: BlockContext): void {
  for (const [netuid, who] of storage.TimelockedIndex.get(context.state)) revealOf(context, netuid, who)
}

function revealOf({ state, block, deposit }: BlockContext, netuid: number, who: Uint8Array): void {
  const registration = storage.CommitmentOf.get(state, netuid, who)
  if (registration === undefined) {
    removeFromIndex(state, [netuid, who])
    return
  }
  const kept: Data[] = []
  const opened: Uint8Array[] = []
  for (const field of registration.info.fields) {
    const pulse = field.tag === 'TimelockEncrypted' ? drand.Pulses.get(state, field.revealRound) : undefined
    if (field.tag !== 'TimelockEncrypted' || pulse === undefined) kept.push(field)
    else opened.push(...openField(field.encrypted, pulse.signature))
  }
  if (kept.length === registration.info.fields.length) return

  for (const _ of opened) deposit(events.CommitmentRevealed({ netuid, who }))
  if (opened.length > 0)
    storage.RevealedCommitments.mutate(state, [netuid, who], (old = []) =>
      [...old, ...opened.map((bytes) => [bytes, BigInt(block)] as const)].slice(-MOST_REVEALS),
    )
  if (kept.length === 0) storage.CommitmentOf.remove(state, netuid, who)
  else storage.CommitmentOf.put(state, [netuid, who], { ...registration, info: { fields: kept } })
  if (kept.every(({ tag }) => tag !== 'TimelockEncrypted')) removeFromIndex(state, [netuid, who])
}

/** What a field holds: one value, or none where it does not open or is empty. */
function openField(encrypted: Uint8Array, signature: Uint8Array): Uint8Array[] {
  try {
    const plaintext = openTimelocked(encrypted, signature)
    return plaintext.length > 0 ? [plaintext] : []
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
