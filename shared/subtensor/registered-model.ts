import { toBareHex } from '../bytes.ts'
import type { ChainCommitment } from './client.ts'

/** A model that a miner has committed on chain. */
export interface RegisteredModel {
  /** SHA-256 of the file, 64 hex digits. */
  readonly digest: string
  /** Block of the commitment. */
  readonly block: number
}

/** The model in a hotkey's commitment, its first SHA-256 field; `undefined` without one. */
export function registeredModelOf(commitment: ChainCommitment | undefined): RegisteredModel | undefined {
  for (const field of commitment?.fields ?? [])
    if (commitment !== undefined && field.tag === 'sha256')
      return { digest: toBareHex(field.digest), block: commitment.block }
  return undefined
}
