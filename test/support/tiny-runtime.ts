import { defineCall } from '../../chain/frame/call.ts'
import { constant } from '../../chain/frame/constant.ts'
import type { Currency } from '../../chain/frame/currency.ts'
import { DispatchFaultError, defineErrors, ensure, InvalidTransactionError } from '../../chain/frame/error.ts'
import { defineEvents, event } from '../../chain/frame/event.ts'
import { ensureSigned } from '../../chain/frame/origin.ts'
import { definePallet } from '../../chain/frame/pallet.ts'
import { defineRuntime } from '../../chain/frame/runtime.ts'
import { apiMethod, defineApi } from '../../chain/frame/runtime-api.ts'
import { defineStorage, identity, map, optionalMap, twox, value } from '../../chain/frame/storage.ts'
import { setAccountData } from '../../chain/frame/system/account.ts'
import { storage as system } from '../../chain/frame/system/storage.ts'
import { createExtensions } from '../../chain/runtime/extensions/index.ts'
import { createSudo } from '../../chain/runtime/pallets/sudo/index.ts'
import { createTimestamp } from '../../chain/runtime/pallets/timestamp/index.ts'
import { transactionPayment } from '../../chain/runtime/pallets/transaction-payment/index.ts'
import { version } from '../../chain/runtime/version.ts'
import { compactU64 } from '../../shared/scale/compact.ts'
import { option, vec } from '../../shared/scale/compound.ts'
import { u16, u32, u64 } from '../../shared/scale/primitives.ts'
import { accountId } from '../../shared/scale/substrate.ts'

/** A pallet with one of everything, to see what the frame makes of definitions. */
export const counterStorage = defineStorage('Counter', {
  Total: value(u64, { default: 7n, docs: 'Sum of all counts; begins at 7.' }),
  Counts: map([identity(u16), twox(accountId)], u64, { default: 0n, docs: 'Count of an account in a group.' }),
  Last: optionalMap([identity(u16)], accountId, { docs: 'Who counted last in a group.' }),
})

export const counterEvents = defineEvents('Counter', {
  Counted: event(1, { group: u16, who: accountId, by: u64 }, 'An account counted.'),
  Started: event(4, [u32], 'A block began.'),
})

export const counterErrors = defineErrors('Counter', {
  TooMuch: [0, 'More than 100 at once.'],
  Forbidden: [3, 'This group is closed.'],
})

const count = defineCall({
  index: 2,
  docs: `Adds to the count of the caller.
         Emits Counted. Fails with TooMuch.`,
  args: { group: u16, by: compactU64 },
  validate(_context, { by }) {
    if (by === 0n) throw new InvalidTransactionError(42, 'counting by 0 does nothing')
  },
  dispatch({ state, origin, deposit }, { group, by }) {
    const who = ensureSigned(origin)
    counterStorage.Total.mutate(state, [], (total) => total + by)
    counterStorage.Counts.mutate(state, [group, who], (old) => old + by)
    deposit(counterEvents.Counted({ group, who, by }))
    // After the writes, so that a failure has something to undo.
    ensure(by <= 100n, counterErrors.TooMuch, () => `${by}`)
    counterStorage.Last.put(state, [group], who)
  },
})

const free = defineCall({
  index: 5,
  docs: 'Does nothing, for nothing.',
  args: { notes: vec(option(u16)) },
  pays: 'no',
  dispatch() {},
})

const bug = defineCall({
  index: 6,
  docs: 'Fails as a programming error does.',
  args: {},
  dispatch() {
    throw new TypeError('a bug')
  },
})

const counter = definePallet({
  name: 'Counter',
  index: 40,
  docs: 'Counts.',
  constants: { Limit: constant(u64, 100n, 'The most that may be counted at once.') },
  storage: counterStorage,
  events: counterEvents,
  errors: counterErrors,
  calls: { count, free, bug },
  hooks: {
    onInitialize: ({ block, deposit }) => deposit(counterEvents.Started([block])),
  },
})

const counterApi = defineApi({
  name: 'CounterRuntimeApi',
  version: 3,
  docs: 'What the counter knows.',
  methods: {
    get_count: apiMethod({
      docs: 'The count of an account in a group, and the number of the block.',
      args: { group: u16, who: accountId },
      returns: vec(u64),
      run: ({ state, block }, { group, who }) => [counterStorage.Counts.get(state, group, who), BigInt(block)],
    }),
  },
})

export const TINY_EXISTENTIAL_DEPOSIT = 500n

/** Moves fees in and out of `System.Account` and knows no issuance. */
const tinyCurrency: Currency = {
  free(state, who) {
    const { free: balance } = system.Account.get(state, who).data
    return balance > TINY_EXISTENTIAL_DEPOSIT ? balance - TINY_EXISTENTIAL_DEPOSIT : 0n
  },
  withdraw(context, who, amount) {
    const { data } = system.Account.get(context.state, who)
    if (data.free - amount < TINY_EXISTENTIAL_DEPOSIT)
      throw new DispatchFaultError({ tag: 'Token', error: 'FundsUnavailable' })
    setAccountData(context, who, { ...data, free: data.free - amount }, TINY_EXISTENTIAL_DEPOSIT)
  },
  deposit(context, who, amount) {
    const { data } = system.Account.get(context.state, who)
    setAccountData(context, who, { ...data, free: data.free + amount }, TINY_EXISTENTIAL_DEPOSIT)
  },
}

/** System, Timestamp, TransactionPayment, Sudo and Counter: enough for the frame, without the subnet's pallets. */
export const createTinyRuntime = () =>
  defineRuntime({
    version,
    ss58Prefix: 42,
    pallets: ({ call }) => [
      counter,
      createSudo({ call }),
      transactionPayment,
      createTimestamp({ slotDurationMs: 1_000 }),
    ],
    extensions: createExtensions(tinyCurrency),
    apis: [counterApi],
  })
