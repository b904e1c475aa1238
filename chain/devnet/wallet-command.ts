import { randomBytes } from 'node:crypto'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createColdkey, createHotkey, type KeySource } from '../../shared/crypto/wallet-create.ts'

export interface NewWalletOptions {
  readonly walletPath: string
  readonly wallet: string
  readonly hotkey: string
  /** Secret URI of the coldkey; the hotkey is derived from it. A new random key without. */
  readonly uri: string | undefined
  /** Password of the coldkey's file; unencrypted without. */
  readonly password: string | undefined
}

/**
 * Writes a wallet that miner, validator and Bittensor's own tools open.
 * @returns what the person must see once, the phrases of new keys among it.
 * @throws AppError `wallet-exists`, `malformed-uri` or `wallet-unwritable`.
 */
export async function createWalletFiles(options: NewWalletOptions): Promise<readonly string[]> {
  await cryptoReady()
  const ref = { path: options.walletPath, name: options.wallet, hotkey: options.hotkey }
  const source = (uri: string | undefined): KeySource =>
    uri === undefined ? { tag: 'entropy', entropy: randomBytes(16) } : { tag: 'uri', uri }
  const coldkey = await createColdkey(ref, source(options.uri), options.password)
  const hotkey = await createHotkey(
    ref,
    source(options.uri === undefined ? undefined : `${options.uri}//${options.hotkey}`),
  )
  return [
    ...describe('coldkey', coldkey),
    ...describe('hotkey', hotkey),
    ...(coldkey.phrase === undefined ? [] : ['Write the words down: they are shown once and nobody can restore them.']),
  ]
}

const describe = (kind: string, { ss58, file, phrase }: Awaited<ReturnType<typeof createColdkey>>): string[] => [
  `${kind.padEnd(8)} ${ss58}  ${file}`,
  ...(phrase === undefined ? [] : [`         words: ${phrase}`]),
]
