import { hash256 } from '../../../shared/scale/substrate.ts'
import { apiMethod, defineApi } from '../runtime-api.ts'
import type { RuntimeTables } from '../tables.ts'
import { validateTransaction } from '../validate.ts'
import { transactionSource, transactionValidity } from '../validity.ts'

/** `TaggedTransactionQueue`: what the transaction pool asks. */
export const createTaggedTransactionQueueApi = (tables: RuntimeTables) =>
  defineApi({
    name: 'TaggedTransactionQueue',
    version: 3,
    docs: 'What the transaction pool asks.',
    methods: {
      validate_transaction: apiMethod({
        docs: 'Whether an extrinsic could go into the block after the one with this hash, and in which order.',
        args: { source: transactionSource, tx: tables.extrinsic.type, block_hash: hash256 },
        returns: transactionValidity,
        run: ({ state }, { tx, block_hash }) =>
          validateTransaction(tables, state, tables.extrinsic.withLength(tx), block_hash),
      }),
    },
  })
