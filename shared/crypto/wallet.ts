import { readFile } from 'node:fs/promises'
import { AppError, isAppError, messageOf } from '../errors.ts'
import type { Ss58 } from '../units.ts'
import { type Keyfile, parseKeyfile } from './keyfile.ts'
import { decryptKeyfile, keyfileForm } from './keyfile-encryption.ts'
import type { Passwords } from './keyfile-password.ts'
import type { Keypair } from './keypair.ts'
import { DEFAULT_WALLET_PATH, type WalletRef, walletFiles } from './wallet-files.ts'

/**
 * Opens the key that signs requests and weights.
 * @throws AppError `wallet-missing` saying which file and which command makes it, `watch-only`, `malformed-keyfile`,
 * `keyfile-mismatch`, `wrong-password`, `password-needed` or `keyfile-unsupported`.
 */
export const openHotkey = (ref: WalletRef, passwords: Passwords): Promise<Keypair> =>
  openKey('hotkey', walletFiles(ref).hotkey, ref, passwords)

/**
 * Opens the key that pays; only needed to register and to move tokens.
 * @throws AppError as `openHotkey`.
 */
export const openColdkey = (ref: WalletRef, passwords: Passwords): Promise<Keypair> =>
  openKey('coldkey', walletFiles(ref).coldkey, ref, passwords)

/**
 * Address of the hotkey, without its secret where there is a public file.
 * @throws AppError as `openHotkey`.
 */
export const hotkeyAddress = (ref: WalletRef, passwords: Passwords): Promise<Ss58> =>
  readAddress('hotkey', walletFiles(ref).hotkeypub, walletFiles(ref).hotkey, ref, passwords)

/**
 * Address of the coldkey, without its password where there is a public file.
 * @throws AppError as `openHotkey`.
 */
export const coldkeyAddress = (ref: WalletRef, passwords: Passwords): Promise<Ss58> =>
  readAddress('coldkey', walletFiles(ref).coldkeypub, walletFiles(ref).coldkey, ref, passwords)

type Kind = 'hotkey' | 'coldkey'

async function readAddress(kind: Kind, publicFile: string, secretFile: string, ref: WalletRef, passwords: Passwords) {
  const bytes = await readIfThere(publicFile)
  if (bytes === undefined) return (await readKey(kind, secretFile, ref, passwords)).ss58
  return named(publicFile, () => parseKeyfile(bytes).ss58)
}

async function openKey(kind: Kind, file: string, ref: WalletRef, passwords: Passwords): Promise<Keypair> {
  const keyfile = await readKey(kind, file, ref, passwords)
  if (keyfile.tag === 'keypair') return keyfile.keypair
  throw new AppError(
    'watch-only',
    `${file} names the address ${keyfile.ss58} without its secret; valid is the file that the key was created in`,
    { file },
  )
}

async function readKey(kind: Kind, file: string, ref: WalletRef, passwords: Passwords): Promise<Keyfile> {
  const bytes = await readIfThere(file)
  if (bytes === undefined) {
    const where = ref.path === DEFAULT_WALLET_PATH ? '' : ` --wallet-path ${ref.path}`
    const create = `npm run devnet -- wallet create${where} --wallet ${ref.name} --hotkey ${ref.hotkey}`
    // Of a wallet that has the hotkey, a new coldkey would be a stranger.
    const isApart = kind === 'coldkey' && (await readIfThere(walletFiles(ref).hotkey)) !== undefined
    const hint = isApart
      ? 'bring the coldkey of that wallet here, or name another wallet with --wallet'
      : `create it with "${create}", or name an existing one with --wallet and --hotkey`
    throw new AppError('wallet-missing', `there is no ${kind} at ${file}; ${hint}`, { file })
  }
  return named(file, async () => parseKeyfile(await readPlain(file, bytes, passwords)))
}

async function readPlain(file: string, bytes: Uint8Array, passwords: Passwords): Promise<Uint8Array> {
  const form = keyfileForm(bytes)
  switch (form) {
    case 'plain':
      return bytes
    case 'nacl':
      return decryptKeyfile(bytes, await passwords(file))
    case 'ansible':
    case 'fernet':
      throw new AppError(
        'keyfile-unsupported',
        `it is in the old ${form} format; open it once with a recent btcli ("btcli wallet update"), which converts it`,
      )
    case 'unknown':
      throw new AppError('malformed-keyfile', 'it is no keyfile; valid is JSON or a file that starts with $NACL')
  }
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined
    throw new AppError('wallet-unreadable', `cannot read ${file}: ${messageOf(error)}`, { file }, error)
  }
}

/** Puts the file's name in front of what is wrong with it. */
async function named<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!isAppError(error) || 'file' in error.context) throw error
    throw new AppError(error.code, `${file}: ${error.message}`, { ...error.context, file }, error)
  }
}
