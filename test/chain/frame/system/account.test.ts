import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { BlockContext } from '../../../../chain/frame/call.ts'
import { DispatchFaultError } from '../../../../chain/frame/error.ts'
import type { EventRecord } from '../../../../chain/frame/event.ts'
import {
  decConsumers,
  decProviders,
  incConsumers,
  incProviders,
  setAccountData,
} from '../../../../chain/frame/system/account.ts'
import { NO_ACCOUNT, storage } from '../../../../chain/frame/system/storage.ts'
import { toHex } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { encode } from '../../../../shared/scale/type.ts'
import { createMemoryStorage } from '../../../support/memory-storage.ts'

beforeAll(cryptoReady)

const who = new Uint8Array(32).fill(5)
const ED = 500n

function createContext() {
  const deposited: EventRecord[] = []
  const context: BlockContext = { state: createMemoryStorage(), block: 1, deposit: (event) => deposited.push(event) }
  const account = () => storage.Account.get(context.state, who)
  const set = (data: Partial<typeof NO_ACCOUNT.data>) =>
    setAccountData(context, who, { ...account().data, ...data }, ED)
  return { context, account, set, names: () => deposited.map(({ name }) => name) }
}

describe('accounts', () => {
  test('one that never existed has the default of a Substrate chain', () => {
    const { account } = createContext()
    expect(toHex(encode(storage.Account.def.value, account()))).toBe(`0x${'00'.repeat(55)}80`)
  })

  test('a first provider creates, the last one to go removes, with nonce and all', () => {
    const { context, account, names } = createContext()
    incProviders(context, who)
    incProviders(context, who)
    storage.Account.put(context.state, [who], { ...account(), nonce: 9 })
    decProviders(context, who)
    expect(account()).toMatchObject({ nonce: 9, providers: 1 })
    decProviders(context, who)
    expect(storage.Account.has(context.state, who)).toBe(false)
    expect(names()).toEqual(['NewAccount', 'KilledAccount'])
  })

  test('stays while something depends on it', () => {
    const { context, account } = createContext()
    expect(() => incConsumers(context.state, who)).toThrowError(DispatchFaultError)
    incProviders(context, who)
    incConsumers(context.state, who)
    expect(() => decProviders(context, who)).toThrowError(
      expect.objectContaining({ fault: { tag: 'ConsumerRemaining' } }),
    )
    decConsumers(context.state, who)
    decConsumers(context.state, who)
    expect(account().consumers).toBe(0)
    decProviders(context, who)
    expect(storage.Account.has(context.state, who)).toBe(false)
  })
})

describe('balances of an account', () => {
  test('create it from the existential deposit on and remove it below', () => {
    const { account, set, names } = createContext()
    expect(set({ free: ED })).toBe(0n)
    expect(account()).toMatchObject({ providers: 1, data: { free: ED } })
    expect(set({ free: ED - 1n })).toBe(ED - 1n)
    expect(account()).toEqual(NO_ACCOUNT)
    expect(names()).toEqual(['NewAccount', 'KilledAccount'])
  })

  test('too little for a new account is dust and leaves nothing', () => {
    const { context, set } = createContext()
    expect(set({ free: ED - 1n })).toBe(ED - 1n)
    expect(storage.Account.has(context.state, who)).toBe(false)
  })

  test('reserved and frozen ones keep it from ending', () => {
    const { account, set } = createContext()
    set({ free: 2_000n })
    set({ frozen: 100n })
    expect(account().consumers).toBe(1)
    expect(() => set({ free: 0n })).toThrowError(expect.objectContaining({ fault: { tag: 'ConsumerRemaining' } }))
    set({ frozen: 0n })
    expect(account().consumers).toBe(0)
    set({ free: 0n })
    expect(account()).toEqual(NO_ACCOUNT)
  })

  test('keep a nonce that was there before the balance', () => {
    const { context, account, set } = createContext()
    storage.Account.put(context.state, [who], { ...NO_ACCOUNT, nonce: 3 })
    set({ free: 1_000n })
    expect(account()).toMatchObject({ nonce: 3, providers: 1 })
  })

  test('never lose a rao: what was set is kept or returned as dust', () => {
    const amount = fc.bigInt({ min: 0n, max: 2_000n })
    fc.assert(
      fc.property(fc.array(fc.record({ free: amount, reserved: amount }), { maxLength: 8 }), (steps) => {
        const { context, account, set } = createContext()
        for (const step of steps) {
          const before = account()
          context.state.begin()
          try {
            const dust = set(step)
            const { data, providers } = account()
            expect(data.free + data.reserved + dust).toBe(step.free + step.reserved)
            expect(providers).toBe(data.free >= ED ? 1 : 0)
            context.state.commit()
          } catch (error) {
            context.state.rollback()
            expect(error).toBeInstanceOf(DispatchFaultError)
            expect(account()).toEqual(before)
          }
        }
      }),
    )
  })
})
