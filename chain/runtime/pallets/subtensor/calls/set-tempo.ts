import { u16 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { MAX_TEMPO, MIN_TEMPO } from '../constants.ts'
import { restartTempo } from '../epoch/schedule.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { mayTransact, noteTransaction } from '../staking/rate-limit.ts'
import { ensureNotFrozen, ensureOwner } from '../subnets/owner.ts'

export const setTempo = defineCall({
  index: 139,
  docs: 'Sets the blocks between two epochs, 360 to 50400, and starts the tempo anew. For the owner of the subnet. Emits TempoSet.',
  args: { netuid: u16, tempo: u16 },
  dispatch({ state, origin, block, deposit }, { netuid, tempo }) {
    const who = ensureOwner(state, origin, netuid)
    ensure(tempo >= MIN_TEMPO && tempo <= MAX_TEMPO, errors.TempoOutOfBounds, () => `${tempo}`)
    ensureNotFrozen(state, netuid, block)
    const by = { who, netuid, block }
    ensure(mayTransact(state, 'tempo', { ...by, limit: BigInt(MIN_TEMPO) }), errors.TxRateLimitExceeded)
    restartTempo(state, netuid, tempo, block)
    noteTransaction(state, 'tempo', by)
    deposit(events.TempoSet([netuid, tempo]))
  },
})
