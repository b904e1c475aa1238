import { u32 } from '../../../shared/scale/primitives.ts'
import { hash256 } from '../../../shared/scale/substrate.ts'
import { defineExtension } from '../../frame/extension.ts'
import { invalid } from '../../frame/validity.ts'
import { emptyExtra } from './empty.ts'

// Each of these makes the signature hold for one chain and one runtime only: whoever signed for another one signed
// other bytes, so the signature is bad.

export const checkSpecVersion = defineExtension({
  identifier: 'CheckSpecVersion',
  extra: emptyExtra('frame_system', 'extensions', 'check_spec_version', 'CheckSpecVersion'),
  additional: u32,
  implicit: ({ version }) => version.spec_version,
})

export const checkTxVersion = defineExtension({
  identifier: 'CheckTxVersion',
  extra: emptyExtra('frame_system', 'extensions', 'check_tx_version', 'CheckTxVersion'),
  additional: u32,
  implicit: ({ version }) => version.transaction_version,
})

export const checkGenesis = defineExtension({
  identifier: 'CheckGenesis',
  extra: emptyExtra('frame_system', 'extensions', 'check_genesis', 'CheckGenesis'),
  additional: hash256,
  implicit({ blockHash }) {
    const genesis = blockHash(0)
    if (genesis === undefined) throw invalid('BadProof', 'the hash of block 0 is not known')
    return genesis
  },
})
