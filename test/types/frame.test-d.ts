import { defineCall } from '../../chain/frame/call.ts'
import { constant } from '../../chain/frame/constant.ts'
import { defineErrors, ensure } from '../../chain/frame/error.ts'
import { defineEvents, event } from '../../chain/frame/event.ts'
import { defineExtension } from '../../chain/frame/extension.ts'
import { definePallet } from '../../chain/frame/pallet.ts'
import { apiMethod } from '../../chain/frame/runtime-api.ts'
import { blake2, defineStorage, identity, map, optionalMap, value } from '../../chain/frame/storage.ts'
import type { Storage } from '../../chain/interface.ts'
import { vec } from '../../shared/scale/compound.ts'
import { u16, u32, u64 } from '../../shared/scale/primitives.ts'
import { accountId } from '../../shared/scale/substrate.ts'

// Not run: `tsc` checks that every line marked below is an error and no other is.

declare const state: Storage
declare const who: Uint8Array

const storage = defineStorage('Demo', {
  Tempo: map([identity(u16)], u16, { default: 360, docs: 'Blocks between two epochs.' }),
  Uids: optionalMap([identity(u16), blake2(accountId)], u16, { docs: 'Uid of a hotkey.' }),
  Total: value(u64, { default: 0n, docs: 'Sum.' }),
})

export const tempo: number = storage.Tempo.get(state, 1)
storage.Tempo.put(state, [1], 2)
storage.Tempo.mutate(state, [1], (old) => old + 1)
for (const [[netuid, hotkey], uid] of storage.Uids.entries(state, 1)) encodeAll(netuid + uid, hotkey)
declare function encodeAll(sum: number, hotkey: Uint8Array): void
// @ts-expect-error a key is missing
storage.Tempo.get(state)
// @ts-expect-error a key too many
storage.Tempo.get(state, 1, 2)
// @ts-expect-error the key is a number
storage.Tempo.get(state, '1')
// @ts-expect-error the second key is an account
storage.Uids.get(state, 1, 2)
// @ts-expect-error it may be absent
export const uid: number = storage.Uids.get(state, 1, who)
// @ts-expect-error the value is a bigint
storage.Total.put(state, [], 1)
// @ts-expect-error no such item
storage.Missing.get(state)
// @ts-expect-error the default is of another type
map([identity(u16)], u64, { default: 1, docs: 'Wrong.' })
// @ts-expect-error docs are not optional
value(u64, { default: 1n })

const events = defineEvents('Demo', {
  Named: event(0, { netuid: u16, amount: u64 }, 'Named fields.'),
  Plain: event(1, [u16, accountId], 'Positional fields.'),
})
events.Named({ netuid: 1, amount: 2n })
events.Plain([1, who])
// @ts-expect-error an unknown field
events.Named({ netuid: 1, amount: 2n, uid: 3 })
// @ts-expect-error a missing field
events.Named({ netuid: 1 })
// @ts-expect-error in the wrong order
events.Plain([who, 1])
// @ts-expect-error no such event
events.Other([])

const errors = defineErrors('Demo', { TooMuch: [0, 'Too much.'] })
ensure(true, errors.TooMuch)
// @ts-expect-error no such error
ensure(true, errors.TooLittle)

export const call = defineCall({
  index: 0,
  docs: 'Counts.',
  args: { netuid: u16, values: vec(u64) },
  dispatch({ state: own, deposit }, { netuid, values }) {
    deposit(events.Named({ netuid, amount: values[0] ?? 0n }))
    storage.Tempo.put(own, [netuid], 1)
    // @ts-expect-error arguments have the types of their codecs
    storage.Tempo.put(own, [values], 1)
  },
})

// @ts-expect-error no such argument
defineCall({ index: 0, docs: 'Wrong.', args: { netuid: u16 }, dispatch: (_context, { uid: missing }) => void missing })
// @ts-expect-error docs are not optional
defineCall({ index: 0, args: {}, dispatch() {} })

constant(u16, 1, 'One.')
// @ts-expect-error of another type
constant(u16, 1n, 'One.')

apiMethod({ docs: 'Counts.', args: { netuid: u16 }, returns: u64, run: (_context, { netuid }) => BigInt(netuid) })
// @ts-expect-error the result has another type than it says
apiMethod({ docs: 'Counts.', args: { netuid: u16 }, returns: u64, run: (_context, { netuid }) => netuid })

defineExtension({ identifier: 'Nonce', extra: u32, additional: u16, implicit: (_context, nonce) => nonce })
// @ts-expect-error what is implied has another type than it says
defineExtension({ identifier: 'Nonce', extra: u32, additional: u64, implicit: (_context, nonce) => nonce })

definePallet({ name: 'Demo', index: 9, storage, events, errors, calls: { call } })
// @ts-expect-error an index is not optional
definePallet({ name: 'Demo' })
