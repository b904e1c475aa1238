import { expect, it } from 'vitest'
import type { RuntimeCall } from '../../../../chain/frame/call.ts'
import type { NetworkView } from '../../../../chain/simulator/play/network-view.ts'
import { createLedger } from '../../../../chain/simulator/play/spending.ts'
import type { Participant } from '../../../../chain/simulator/strategies/strategy.ts'

const member = (index: number) =>
  ({
    index,
    name: `${index}`,
    hotkey: Uint8Array.of(index),
    coldkey: Uint8Array.of(100 + index),
  }) as unknown as Participant
const [first, second] = [member(0), member(1)]
const RAO = 1_000_000_000n

function setUp() {
  const own = { balance: 10n * RAO, stake: 0n }
  const network = { balanceOf: () => own.balance, ownStakeOf: () => own.stake } as unknown as NetworkView
  const ledger = createLedger(network, [first, second])
  /** Books a call of the first participant that changes what it has, in TAO, and succeeds or not. */
  const book = (call: string, hotkey: Uint8Array, [balance, stake]: readonly [number, number], ok = true) => {
    const made = { pallet: 'SubtensorModule', call, args: { hotkey } } as unknown as RuntimeCall
    return ledger.book(first, made, () => {
      own.balance += BigInt(balance * 1e9)
      own.stake += BigInt(stake * 1e9)
      return ok ? { ok } : { ok, error: 'Refused', message: 'refused' }
    })
  }
  return { ledger, book }
}

it('a registration counts for whom it was bought', () => {
  const { ledger, book } = setUp()
  expect(book('burned_register', second.hotkey, [-2, 0])).toEqual({ ok: true })
  book('register_limit', first.hotkey, [-1, 0])
  expect(ledger.spentBy(1)).toEqual({ registrations: 1, burned: 2, fees: 0 })
  expect(ledger.spentBy(0)).toEqual({ registrations: 1, burned: 1, fees: 0 })
})

it('a registration that was refused is none', () => {
  const { ledger, book } = setUp()
  expect(book('burned_register', first.hotkey, [0, 0], false)).toMatchObject({ ok: false, error: 'Refused' })
  expect(ledger.spentBy(0)).toEqual({ registrations: 0, burned: 0, fees: 0 })
})

it('of what is staked only what is missing afterwards is a fee, and gains are none', () => {
  const { ledger, book } = setUp()
  book('add_stake', first.hotkey, [-4, 3.75])
  expect(ledger.spentBy(0)).toEqual({ registrations: 0, burned: 0, fees: 0.25 })
  book('remove_stake', first.hotkey, [2, -1])
  expect(ledger.spentBy(0).fees).toBe(0.25)
})

it('other calls cost nothing here', () => {
  const { ledger, book } = setUp()
  book('set_weights', first.hotkey, [-1, 0])
  expect(ledger.spentBy(0)).toEqual({ registrations: 0, burned: 0, fees: 0 })
})
