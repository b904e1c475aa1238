import type { BlockContext, CallDef } from '../../chain/frame/call.ts'
import { DispatchFaultError, ModuleError } from '../../chain/frame/error.ts'
import type { EventRecord } from '../../chain/frame/event.ts'
import type { Origin } from '../../chain/frame/origin.ts'
import { storage as system } from '../../chain/frame/system/storage.ts'
import { buildGenesis, type GenesisOptions } from '../../chain/runtime/genesis.ts'
import { balances } from '../../chain/runtime/pallets/balances/index.ts'
import { createSubtensorPallet, type SubtensorOptions } from '../../chain/runtime/pallets/subtensor/index.ts'
import type { Shape, StructValue } from '../../shared/scale/compound.ts'
import { createMemoryStorage, type MemoryStorage } from './memory-storage.ts'
import { createObjectStorage } from './object-storage.ts'

/** Name of the error a call failed with (`Pallet.Error`, `Token.FundsUnavailable`, `BadOrigin`), or `ok`. */
export type Outcome = string

export interface PalletHarness {
  readonly state: MemoryStorage
  readonly subtensor: ReturnType<typeof createSubtensorPallet>
  /** Events since the last `clearEvents`, in order. */
  readonly events: EventRecord[]
  /** The block being built. */
  block(): number
  context(): BlockContext
  /** Dispatches in a transaction of its own, as an extrinsic would be; asserts nothing. */
  call<F extends Shape>(def: CallDef<F>, origin: Origin | Uint8Array | 'root', args: StructValue<F>): Outcome
  /** Ends the block and runs the hooks of the next one. */
  nextBlock(): void
  /** `nextBlock` until `number` is being built. */
  toBlock(number: number): void
  eventNames(): string[]
  clearEvents(): void
}

/** Pallets on in-memory storage without an executive: calls straight to `dispatch`, hooks by hand. */
export function createPalletHarness(options: SubtensorOptions & { genesis?: GenesisOptions } = {}): PalletHarness {
  // The same tests hold on both kinds of state: `MERITNET_STATE=objects` runs them on the other.
  const state = process.env.MERITNET_STATE === 'objects' ? createObjectStorage() : createMemoryStorage()
  buildGenesis(state, options.genesis)
  const subtensor = createSubtensorPallet(options)
  const pallets = [balances, subtensor]
  const events: EventRecord[] = []
  let block = 1
  const context = (): BlockContext => ({ state, block, deposit: (event) => void events.push(event) })
  const initialize = () => {
    system.Number.put(state, [], block)
    for (const pallet of pallets) if ('hooks' in pallet) pallet.hooks.onInitialize(context())
  }
  initialize()

  const harness: PalletHarness = {
    state,
    subtensor,
    events,
    context,
    block: () => block,
    call(def, from, args) {
      const origin: Origin =
        from === 'root' ? { tag: 'root' } : from instanceof Uint8Array ? { tag: 'signed', who: from } : from
      const before = events.length
      state.begin()
      try {
        def.dispatch({ ...context(), origin, dispatch: noNesting, waiveFee() {} }, args)
        state.commit()
        return 'ok'
      } catch (error) {
        state.rollback()
        events.length = before
        return nameOf(error)
      }
    },
    nextBlock() {
      for (const pallet of pallets) if ('hooks' in pallet) pallet.hooks.onFinalize(context())
      block++
      initialize()
    },
    toBlock(number) {
      while (block < number) harness.nextBlock()
    },
    eventNames: () => events.map(({ pallet, name }) => `${pallet}.${name}`),
    clearEvents() {
      events.length = 0
    },
  }
  return harness
}

function nameOf(error: unknown): string {
  if (error instanceof ModuleError) return `${error.pallet}.${error.variant}`
  if (error instanceof DispatchFaultError)
    return 'error' in error.fault ? `${error.fault.tag}.${error.fault.error}` : error.fault.tag
  throw error
}

const noNesting = () => {
  throw new Error('calls inside calls need the executive')
}

/** An account whose key nobody has: 32 bytes of a number. */
export const account = (number: number): Uint8Array => {
  const bytes = new Uint8Array(32).fill(0xaa)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}
