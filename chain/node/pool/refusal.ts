import { AppError } from '../../../shared/errors.ts'

/**
 * Why the pool takes no extrinsic, in the form that JSON-RPC clients know: the code and message of Substrate's author
 * API and, for some, a text in `data`.
 */
export type InvalidTransaction = AppError<'invalid-transaction'>

const refusal = (code: number, text: string, data?: string): InvalidTransaction =>
  new AppError(
    'invalid-transaction',
    data === undefined ? text : `${text}: ${data}`,
    data === undefined ? { code, text } : { code, text, data },
  )

/** Codes and texts of polkadot-sdk `rpc-api/src/author/error.rs`. */
export const refusals = {
  badFormat: (why: string) => refusal(1001, `Extrinsic has invalid format: ${why}`),
  verification: (why: string) => refusal(1002, 'Verification Error', why),
  invalid: (why: string) => refusal(1010, 'Invalid Transaction', why),
  unknown: (why: string) => refusal(1011, 'Unknown Transaction Validity', why),
  banned: () => refusal(1012, 'Transaction is temporarily banned'),
  alreadyImported: () => refusal(1013, 'Transaction Already Imported'),
  lowPriority: (old: bigint, found: bigint) =>
    refusal(
      1014,
      `Priority is too low: (${old} vs ${found})`,
      'The transaction has too low priority to replace another transaction already in the pool.',
    ),
  cycle: () => refusal(1015, 'Cycle Detected'),
  dropped: () => refusal(1016, 'Immediately Dropped', 'The transaction couldn’t enter the pool because of the limit'),
} as const
