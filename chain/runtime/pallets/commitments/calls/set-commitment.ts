import { u16 } from '../../../../../shared/scale/primitives.ts'
import { type DispatchContext, defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { currentEpoch } from '../../subtensor/epoch/schedule.ts'
import { storage as subtensor } from '../../subtensor/storage.ts'
import { resetBonds } from '../../subtensor/weights/reset-bonds.ts'
import { type Data, spaceOf } from '../data.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { addToIndex, removeFromIndex } from '../timelocked-index.ts'
import { commitmentInfo, MAX_FIELDS } from '../types.ts'

/** Bytes that even the smallest commitment counts. */
const LEAST_SPACE = 100

export const setCommitment = defineCall({
  index: 0,
  docs: `Replaces what the calling hotkey has committed on a subnet: up to 3 fields, 3100 bytes in an epoch.
         Free of fees. Emits Commitment or TimelockCommitment.`,
  args: { netuid: u16, info: commitmentInfo },
  pays: 'no',
  dispatch(context, { netuid, info }) {
    const { state, block, origin, deposit } = context
    const who = ensureSigned(origin)
    ensure(subtensor.Uids.has(state, netuid, who), errors.AccountNotAllowedCommit, () => `netuid ${netuid}`)
    const { fields } = info
    ensure(fields.length <= MAX_FIELDS, errors.TooManyFieldsInCommitmentInfo, () => `${fields.length} fields`)
    if (fields.some(({ tag }) => tag === 'ResetBondsFlag')) {
      storage.LastBondsReset.put(state, [netuid, who], block)
      resetBonds(state, netuid, who)
    }
    useSpace(context, { netuid, who, fields })

    storage.CommitmentOf.put(state, [netuid, who], { deposit: 0n, block, info })
    storage.LastCommitment.put(state, [netuid, who], block)
    const timelocked = fields.find((field) => field.tag === 'TimelockEncrypted')
    if (timelocked === undefined) {
      deposit(events.Commitment({ netuid, who }))
      removeFromIndex(state, [netuid, who])
    } else {
      deposit(events.TimelockCommitment({ netuid, who, reveal_round: timelocked.revealRound }))
      addToIndex(state, [netuid, who])
    }
  },
})

/** Counts the bytes of a commitment. @throws ModuleError `SpaceLimitExceeded` */
function useSpace(
  { state, block }: DispatchContext,
  { netuid, who, fields }: { readonly netuid: number; readonly who: Uint8Array; readonly fields: readonly Data[] },
): void {
  const epoch = currentEpoch(state, netuid, block)
  const usage = storage.UsedSpaceOf.get(state, netuid, who)
  const used = usage?.last_epoch === epoch ? usage.used_space : 0n
  const needed = BigInt(
    Math.max(
      LEAST_SPACE,
      fields.map(spaceOf).reduce((sum, bytes) => sum + bytes, 0),
    ),
  )
  const most = BigInt(storage.MaxSpace.get(state))
  ensure(used + needed <= most, errors.SpaceLimitExceeded, () => `${used} bytes used, ${needed} more, at most ${most}`)
  storage.UsedSpaceOf.put(state, [netuid, who], { last_epoch: epoch, used_space: used + needed })
}
