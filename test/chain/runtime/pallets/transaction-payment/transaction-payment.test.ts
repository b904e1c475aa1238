import { beforeAll, expect, test } from 'vitest'
import { storage } from '../../../../../chain/runtime/pallets/transaction-payment/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { createFixture } from '../../../../support/frame-fixture.ts'
import { polkadotRegistry } from '../../../../support/polkadot-registry.ts'

beforeAll(cryptoReady)

test('the fee multiplier is one and stays one', () => {
  const chain = createFixture()
  for (let i = 0; i < 3; i++) chain.block()
  expect(storage.NextFeeMultiplier.get(chain.state)).toBe(10n ** 18n)
})

test('clients read the multiplier of operational calls and the default of the fee multiplier', () => {
  const { decorated } = polkadotRegistry(createFixture().runtime, 15)
  expect(decorated.consts.transactionPayment?.operationalFeeMultiplier?.toString()).toBe('5')
  expect(decorated.query.transactionPayment?.nextFeeMultiplier?.meta.fallback.toHex()).toBe(
    '0x000064a7b3b6e00d0000000000000000',
  )
})
