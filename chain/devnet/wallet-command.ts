import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createColdkey, createHotkey, type KeySource } from '../../shared/crypto/wallet-create.ts'
import { walletFiles } from '../../shared/crypto/wallet-files.ts'
import { AppError } from '../../shared/errors.ts'

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
 * Writes a wallet that miner, validator and Bittensor's own tools open; of one that has its coldkey, another hotkey.
 * @returns what the person must see once, the phrases of new keys among it.
 * @throws AppError `wallet-exists`, `malformed-uri` or `wallet-unwritable`.
 */
export async function createWalletFiles(options: NewWalletOptions): Promise<readonly string[]> {
  await cryptoReady()
  const ref = { path: options.walletPath, name: options.wallet, hotkey: options.hotkey }
  const source = (uri: string | undefined): KeySource =>
    uri === undefined ? { tag: 'entropy', entropy: randomBytes(16) } : { tag: 'uri', uri }
  const files = walletFiles(ref)
  // Found before anything is written: words of a coldkey that are not shown are lost.
  if (existsSync(files.hotkey)) throw inTheWay(files.hotkey, 'choose another --hotkey')
  const kept = [files.coldkey, files.coldkeypub].find((file) => existsSync(file))
  if (kept !== undefined && options.uri !== undefined)
    throw inTheWay(kept, 'leave --uri out to add a hotkey to it, or choose another --wallet')
  const coldkey = kept === undefined ? await createColdkey(ref, source(options.uri), options.password) : undefined
  const hotkey = await createHotkey(
    ref,
    source(options.uri === undefined ? undefined : `${options.uri}//${options.hotkey}`),
  )
  const hasWords = [coldkey, hotkey].some((key) => key?.phrase !== undefined)
  return [
    ...(coldkey === undefined ? [`coldkey  stays as it is  ${kept}`] : describe('coldkey', coldkey)),
    ...describe('hotkey', hotkey),
    ...(hasWords ? ['Write the words down: they are shown once and nobody can restore them.'] : []),
  ]
}

const inTheWay = (file: string, advice: string) =>
  new AppError('wallet-exists', `${file} exists and is left as it is; ${advice}`, { file })

const describe = (kind: string, { ss58, file, phrase }: Awaited<ReturnType<typeof createColdkey>>): string[] => [
  `${kind.padEnd(8)} ${ss58}  ${file}`,
  ...(phrase === undefined ? [] : [`         words: ${phrase}`]),
]
