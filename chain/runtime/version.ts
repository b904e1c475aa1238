import type { RuntimeDefinition } from '../frame/runtime.ts'

/** First part of an SS58 address text, as on Bittensor. */
export const SS58_PREFIX = 42

/** What the runtime says it is: subtensor's name and numbers, because its clients look for them. */
export const version: RuntimeDefinition['version'] = {
  spec_name: 'node-subtensor',
  impl_name: 'node-subtensor',
  authoring_version: 1,
  spec_version: 425,
  impl_version: 1,
  transaction_version: 1,
  system_version: 1,
}
