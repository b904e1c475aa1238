import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  keyExtractSuri,
  keyFromPath,
  mnemonicToMiniSecret,
  mnemonicValidate,
  sr25519PairFromSeed,
} from '@polkadot/util-crypto'
import { entropyToMnemonic } from '@polkadot/util-crypto/mnemonic/bip39'
import { fromHex } from '../bytes.ts'
import { AppError, messageOf } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'
import type { Ss58 } from '../units.ts'
import { type KeyMaterial, writeKeyfile, writePublicKeyfile } from './keyfile.ts'
import { encryptKeyfile } from './keyfile-encryption.ts'
import { toSs58 } from './ss58.ts'
import { type WalletRef, walletFiles } from './wallet-files.ts'

/**
 * Where a key comes from: 16 random bytes for a new one, a mnemonic, a 32-byte seed or a secret URI such as `//Alice`.
 */
export type KeySource =
  | { readonly tag: 'entropy'; readonly entropy: Uint8Array }
  | { readonly tag: 'mnemonic'; readonly phrase: string }
  | { readonly tag: 'seed'; readonly seed: Uint8Array }
  | { readonly tag: 'uri'; readonly uri: string }

/** A key that was written. */
export interface CreatedKey {
  readonly ss58: Ss58
  readonly file: string
  /** For the person to keep, never to log; `undefined` when the source had none. */
  readonly phrase: string | undefined
}

/**
 * Writes the coldkey of a wallet and its public file; encrypted when there is a password.
 * @throws AppError `wallet-exists`: a key is never overwritten; `malformed-mnemonic`, `malformed-seed` or
 * `malformed-uri`.
 */
export async function createColdkey(ref: WalletRef, source: KeySource, password?: string): Promise<CreatedKey> {
  const material = toMaterial(source)
  const { coldkey, coldkeypub } = walletFiles(ref)
  const plain = writeKeyfile(material)
  await writeNew(coldkey, password === undefined ? plain : await encryptKeyfile(plain, password))
  await write(coldkeypub, writePublicKeyfile(material.publicKey))
  return { ss58: toSs58(material.publicKey), file: coldkey, phrase: material.phrase }
}

/**
 * Writes a hotkey of a wallet, unencrypted since a neuron starts without a person, and its public file.
 * @throws AppError as `createColdkey`.
 */
export async function createHotkey(ref: WalletRef, source: KeySource): Promise<CreatedKey> {
  const material = toMaterial(source)
  const { hotkey, hotkeypub } = walletFiles(ref)
  await writeNew(hotkey, writeKeyfile(material))
  await write(hotkeypub, writePublicKeyfile(material.publicKey))
  return { ss58: toSs58(material.publicKey), file: hotkey, phrase: material.phrase }
}

/** A wallet to create. */
export interface NewWallet extends WalletRef {
  readonly coldkeyFrom: KeySource
  readonly hotkeyFrom: KeySource
  /** Of the coldkey; unencrypted when not given. */
  readonly password?: string
}

/**
 * Writes a coldkey and one hotkey.
 * @throws AppError as `createColdkey`.
 */
export async function createWallet({ coldkeyFrom, hotkeyFrom, password, ...ref }: NewWallet): Promise<{
  readonly coldkey: CreatedKey
  readonly hotkey: CreatedKey
}> {
  const coldkey = await createColdkey(ref, coldkeyFrom, password)
  return { coldkey, hotkey: await createHotkey(ref, hotkeyFrom) }
}

function toMaterial(source: KeySource): KeyMaterial {
  switch (source.tag) {
    case 'entropy':
      if (source.entropy.length !== 16)
        throw new AppError('malformed-seed', `entropy has 16 bytes; found ${source.entropy.length}`)
      return fromMnemonic(entropyToMnemonic(source.entropy))
    case 'mnemonic':
      return fromMnemonic(source.phrase.trim().split(/\s+/).join(' '))
    case 'seed':
      if (source.seed.length !== 32)
        throw new AppError('malformed-seed', `a seed has 32 bytes; found ${source.seed.length}`)
      return { ...sr25519PairFromSeed(source.seed), seed: source.seed }
    case 'uri':
      return fromUri(source.uri)
  }
}

function fromMnemonic(phrase: string): KeyMaterial {
  if (!mnemonicValidate(phrase))
    throw new AppError('malformed-mnemonic', 'not a mnemonic; valid are 12 to 24 words of the BIP39 English list')
  const seed = mnemonicToMiniSecret(phrase)
  return { ...sr25519PairFromSeed(seed), phrase, seed }
}

const DEV_PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'

/** A derived key has neither phrase nor seed of its own: its file carries the private key alone. */
function fromUri(uri: string): KeyMaterial {
  try {
    const { path, phrase } = keyExtractSuri(uri.startsWith('//') ? `${DEV_PHRASE}${uri}` : uri)
    const isSeed = phrase.startsWith('0x')
    if (path.length === 0) return isSeed ? toMaterial({ tag: 'seed', seed: fromHex(phrase) }) : fromMnemonic(phrase)
    const root = isSeed ? sr25519PairFromSeed(fromHex(phrase)) : fromMnemonic(phrase)
    return keyFromPath({ publicKey: root.publicKey, secretKey: root.secretKey }, path, 'sr25519')
  } catch {
    throw new AppError(
      'malformed-uri',
      'not a secret URI; valid is //Name, 12 words of a mnemonic or 0x and 64 hex digits',
    )
  }
}

async function openNew(file: string): Promise<FileHandle> {
  makeFolder(dirname(file), 0o700)
  return open(file, 'wx', 0o600)
}

/** Writes a file that must not be there yet, readable by its owner alone. */
async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await openNew(file).catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')
      throw new AppError('wallet-exists', `${file} exists and is left as it is; choose another name`, { file })
    throw new AppError('wallet-unwritable', `cannot write ${file}: ${messageOf(error)}`, { file }, error)
  })
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Public files hold nothing that the secret file does not, so an old one is replaced. */
async function write(file: string, bytes: Uint8Array): Promise<void> {
  await rm(file, { force: true })
  await writeNew(file, bytes)
}
