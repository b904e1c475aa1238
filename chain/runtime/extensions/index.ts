import type { Currency } from '../../frame/currency.ts'
import type { AnyExtension } from '../../frame/extension.ts'
import { createChargeTransactionPayment } from './charge-transaction-payment.ts'
import { checkGenesis, checkSpecVersion, checkTxVersion } from './check-chain.ts'
import { checkMetadataHash } from './check-metadata-hash.ts'
import { checkMortality } from './check-mortality.ts'
import { checkNonZeroSender } from './check-non-zero-sender.ts'
import { checkNonce } from './check-nonce.ts'
import { checkWeight } from './check-weight.ts'
import { checkShieldedTxValidity, drandPriority } from './inactive.ts'
import { subtensorTransactionExtension } from './subtensor-transaction-extension.ts'
import { sudoTransactionExtension } from './sudo-transaction-extension.ts'

/** The transaction extensions in the order in which their data stands in extrinsics: that of subtensor. */
export const createExtensions = (currency: Currency): readonly AnyExtension[] => [
  checkNonZeroSender,
  checkSpecVersion,
  checkTxVersion,
  checkGenesis,
  checkMortality,
  checkNonce,
  checkWeight,
  createChargeTransactionPayment(currency),
  sudoTransactionExtension,
  checkShieldedTxValidity,
  subtensorTransactionExtension,
  drandPriority,
  checkMetadataHash,
]
