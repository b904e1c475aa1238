import { AppError } from '../../../shared/errors.ts'
import type { AnyCall, BlockContext, DispatchOutcome, RuntimeCall } from '../../frame/call.ts'
import { toDispatchError } from '../../frame/dispatch-error.ts'
import { ModuleError } from '../../frame/error.ts'
import type { EventRecord } from '../../frame/event.ts'
import { ObjectState } from '../../frame/object-state.ts'
import type { Origin } from '../../frame/origin.ts'
import { storage as system } from '../../frame/system/storage.ts'
import type { Storage } from '../../interface.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import { callDefOf, PALLETS } from './pallets.ts'

/** Who makes a call: an account by its public key, or the root of the chain. */
export type Caller = Uint8Array | 'root'

/** What became of a call: `error` is its name on chain, such as `SubtensorModule.SettingWeightsTooFast`. */
export type CallResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: string; readonly message: string }

/** The chain of one simulation: pallets, block steps and calls, without signatures, transport or clock. */
export interface World {
  /** Read by storage items; written only by calls. */
  readonly state: Storage
  /** The block being built: calls go into it. */
  block(): number
  /** Runs a call as an extrinsic would, and rolls it back when it fails. @throws AppError `unknown-call`. */
  call(caller: Caller, call: RuntimeCall): CallResult
  /** `call` for who has the definition at hand: the same without looking it up. */
  dispatch(caller: Caller, def: AnyCall, args: Readonly<Record<string, unknown>>): CallResult
  /** Ends the block and runs the hooks of the next one. */
  nextBlock(): void
  /** `nextBlock` until an epoch of a subnet has run; at most `limit` blocks. @throws AppError `no-epoch`. */
  toNextEpoch(netuid: number, limit?: number): void
  /** Hears of every event from now on; one listener. */
  listen(listener: ((event: EventRecord) => void) | undefined): void
}

const OK: CallResult = { ok: true }
/** More blocks than any tempo. */
const MOST_BLOCKS = 70_000

/** Opens a chain whose state `write` makes; the block `first` is being built. */
export function openWorld(write: (state: Storage) => void, state: Storage = new ObjectState(), first = 1): World {
  let block = first
  let listener: ((event: EventRecord) => void) | undefined
  // Events of a call that fails are not told.
  const told: EventRecord[] = []
  const deposit = (event: EventRecord) => {
    if (listener !== undefined) told.push(event)
  }
  const tell = () => {
    if (told.length > 0) for (const event of told.splice(0)) listener?.(event)
  }
  const context = (): BlockContext => ({ state, block, deposit })

  const run = (origin: Origin, def: AnyCall, args: Readonly<Record<string, unknown>>): DispatchOutcome => {
    const kept = told.length
    state.begin()
    try {
      def.dispatch(
        { state, block, deposit, origin, waiveFee, dispatch: (call, as) => run(as, find(call), call.args) },
        args,
      )
    } catch (error) {
      state.rollback()
      told.length = kept
      const wire = toDispatchError(error, palletIndex)
      if (wire === undefined || !(error instanceof Error)) throw error
      return { ok: false, error, wire }
    }
    state.commit()
    return { ok: true }
  }

  const initialize = () => {
    system.Number.put(state, [], block)
    for (const { hooks } of PALLETS) hooks?.onInitialize?.(context())
    tell()
  }

  write(state)
  initialize()

  const world: World = {
    state,
    block: () => block,
    call: (caller, call) => world.dispatch(caller, find(call), call.args),
    dispatch(caller, def, args) {
      const outcome = run(caller === 'root' ? { tag: 'root' } : { tag: 'signed', who: caller }, def, args)
      tell()
      return outcome.ok ? OK : { ok: false, error: nameOf(outcome.error), message: outcome.error.message }
    },
    nextBlock() {
      for (const { hooks } of PALLETS) hooks?.onFinalize?.(context())
      block++
      initialize()
    },
    toNextEpoch(netuid, limit = MOST_BLOCKS) {
      const before = storage.SubnetEpochIndex.get(state, netuid)
      const tempo = storage.Tempo.get(state, netuid)
      for (let blocks = 0; tempo > 0 && blocks < limit; blocks++) {
        world.nextBlock()
        if (storage.SubnetEpochIndex.get(state, netuid) > before) return
      }
      throw new AppError('no-epoch', `no epoch of subnet ${netuid} in ${limit} blocks; its tempo is ${tempo}`)
    },
    listen(next) {
      listener = next
    },
  }
  return world
}

/** Fees are no part of a simulation. */
const waiveFee = () => {}

/** @throws RangeError when there is no such pallet, a bug of the caller. */
function palletIndex(name: string): number {
  const pallet = PALLETS.find((known) => known.name === name)
  if (pallet === undefined) throw new RangeError(`no pallet is called ${name}`)
  return pallet.index
}

function find(call: RuntimeCall): AnyCall {
  const def = callDefOf(call)
  if (def === undefined)
    throw new AppError('unknown-call', `the chain has no call ${call.pallet}.${call.call}`, { ...call })
  return def
}

const nameOf = (error: Error): string =>
  error instanceof ModuleError ? `${error.pallet}.${error.variant}` : error.message
