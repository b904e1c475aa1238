import { multiAddress, weight } from '../../../../shared/scale/substrate.ts'
import type { Value } from '../../../../shared/scale/type.ts'
import {
  type CallCost,
  type DispatchContext,
  type DispatchOutcome,
  defineCall,
  type RuntimeCall,
} from '../../../frame/call.ts'
import { DispatchFaultError, ensure } from '../../../frame/error.ts'
import type { CallType } from '../../../frame/tables.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { isSudoKey } from './key.ts'
import { storage } from './storage.ts'

/** What running a call through sudo takes on top of the call, picoseconds. */
const OWN_REF_TIME = 20_000_000n

const onTopOf = ({ refTime, class: dispatchClass }: CallCost): CallCost => ({
  refTime: refTime + OWN_REF_TIME,
  class: dispatchClass,
})

function ensureSudo({ origin, state }: DispatchContext): void {
  if (origin.tag === 'root') return
  ensure(origin.tag === 'signed' && isSudoKey(state, origin.who), errors.RequireSudo)
}

const toResult = (outcome: DispatchOutcome) =>
  outcome.ok ? ({ ok: true, value: undefined } as const) : ({ ok: false, error: outcome.wire } as const)

/** @throws DispatchFaultError `CannotLookup` for an address that is no account id. */
function lookup(address: Value<typeof multiAddress>): Uint8Array {
  if (address.tag !== 'Id') throw new DispatchFaultError({ tag: 'CannotLookup' })
  return address.value[0]
}

function runAsRoot(context: DispatchContext, call: RuntimeCall): void {
  ensureSudo(context)
  const outcome = context.dispatch(call, { tag: 'root' })
  context.deposit(events.Sudid({ sudo_result: toResult(outcome) }))
  context.waiveFee()
}

/** The calls of the Sudo pallet over the calls of the runtime. */
export const createCalls = (call: CallType) => ({
  sudo: defineCall({
    index: 0,
    docs: `Runs a call as root. Sudo key only; free for it.
           Emits Sudid with the result of the call. Fails with RequireSudo.`,
    args: { call },
    weigh: (args, of) => onTopOf(of(args.call)),
    dispatch: (context, args) => runAsRoot(context, args.call),
  }),
  sudo_unchecked_weight: defineCall({
    index: 1,
    docs: `Runs a call as root and counts the given weight for it. Sudo key only; free for it.
           Emits Sudid with the result of the call. Fails with RequireSudo.`,
    args: { call, weight },
    weigh: (args, of) => ({ refTime: args.weight.ref_time, class: of(args.call).class }),
    dispatch: (context, args) => runAsRoot(context, args.call),
  }),
  set_key: defineCall({
    index: 2,
    docs: 'Makes another account the sudo key. Sudo key only. Emits KeyChanged. Fails with RequireSudo.',
    args: { new: multiAddress },
    dispatch(context, args) {
      ensureSudo(context)
      const next = lookup(args.new)
      context.deposit(events.KeyChanged({ old: storage.Key.get(context.state), new: next }))
      storage.Key.put(context.state, [], next)
      context.waiveFee()
    },
  }),
  sudo_as: defineCall({
    index: 3,
    docs: `Runs a call in the name of an account. Sudo key only; free for it.
           Emits SudoAsDone with the result of the call. Fails with RequireSudo.`,
    args: { who: multiAddress, call },
    weigh: (args, of) => onTopOf(of(args.call)),
    dispatch(context, args) {
      ensureSudo(context)
      const outcome = context.dispatch(args.call, { tag: 'signed', who: lookup(args.who) })
      context.deposit(events.SudoAsDone({ sudo_result: toResult(outcome) }))
      context.waiveFee()
    },
  }),
  remove_key: defineCall({
    index: 4,
    docs: 'Removes the sudo key for good. Sudo key only. Emits KeyRemoved. Fails with RequireSudo.',
    args: {},
    dispatch(context) {
      ensureSudo(context)
      storage.Key.remove(context.state)
      context.deposit(events.KeyRemoved([]))
      context.waiveFee()
    },
  }),
})
