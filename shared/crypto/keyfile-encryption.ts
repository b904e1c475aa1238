import * as nodeCrypto from 'node:crypto'
import { naclDecrypt, naclEncrypt } from '@polkadot/util-crypto'
import { argon2i } from 'hash-wasm'
import { concat, fromHex, startsWith, utf8 } from '../bytes.ts'
import { AppError } from '../errors.ts'

/**
 * Bittensor's `$NACL` keyfiles: a secretbox (XSalsa20-Poly1305) whose key is Argon2i of the password over a salt that
 * is the same for everybody. The costs are libsodium's SENSITIVE ones and part of the format.
 */
const MAGIC = utf8('$NACL')
const SALT = fromHex('137183dff15a09bc9c90b5518739e9b1')
const NONCE_BYTES = 24
const KEY_BYTES = 32

/** Argon2 costs of a key. */
export interface KeyCost {
  readonly passes: number
  readonly memoryKib: number
}

/** Costs of real files: 8 passes over 512 MiB, some seconds. */
export const FILE_COST: KeyCost = { passes: 8, memoryKib: 524_288 }

/** Derives the key of a password; `FILE_COST` for files. */
export type DeriveKey = (password: string, cost: KeyCost) => Promise<Uint8Array>

/** With Node's own Argon2, which works beside the main thread, where there is one (24.7 and later). */
export const deriveKeyNatively: DeriveKey | undefined =
  typeof nodeCrypto.argon2 !== 'function'
    ? undefined
    : (password, { passes, memoryKib }) =>
        new Promise((resolve, reject) => {
          nodeCrypto.argon2(
            'argon2i',
            { message: password, nonce: SALT, parallelism: 1, tagLength: KEY_BYTES, memory: memoryKib, passes },
            (error, derived) => (error === null ? resolve(new Uint8Array(derived)) : reject(error)),
          )
        })

/** With WebAssembly, on every Node. */
export const deriveKeyPortably: DeriveKey = (password, { passes, memoryKib }) =>
  argon2i({
    password,
    salt: SALT,
    iterations: passes,
    parallelism: 1,
    memorySize: memoryKib,
    hashLength: KEY_BYTES,
    outputType: 'binary',
  })

const deriveKey: DeriveKey = deriveKeyNatively ?? deriveKeyPortably

/** Ways a keyfile can be stored, told by its first bytes. */
export type KeyfileForm = 'plain' | 'nacl' | 'ansible' | 'fernet' | 'unknown'

/** See `KeyfileForm`. */
export function keyfileForm(bytes: Uint8Array): KeyfileForm {
  if (startsWith(bytes, MAGIC)) return 'nacl'
  if (startsWith(bytes, utf8('$ANSIBLE_VAULT'))) return 'ansible'
  if (startsWith(bytes, utf8('gAAAAA'))) return 'fernet'
  return /^\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1')) ? 'plain' : 'unknown'
}

/** Encrypts the JSON of a keyfile with a fresh nonce. */
export async function encryptKeyfile(plain: Uint8Array, password: string): Promise<Uint8Array> {
  return sealKeyfile(plain, await deriveKey(password, FILE_COST), new Uint8Array(nodeCrypto.randomBytes(NONCE_BYTES)))
}

/**
 * JSON of a `$NACL` keyfile.
 * @throws AppError `wrong-password`, or `malformed-keyfile` when the file is cut off.
 */
export async function decryptKeyfile(file: Uint8Array, password: string): Promise<Uint8Array> {
  return unsealKeyfile(file, await deriveKey(password, FILE_COST))
}

/** The format without the derivation of its key. */
export function sealKeyfile(plain: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array {
  return concat(MAGIC, nonce, naclEncrypt(plain, key, nonce).encrypted)
}

/** @throws AppError as `decryptKeyfile`. */
export function unsealKeyfile(file: Uint8Array, key: Uint8Array): Uint8Array {
  const start = MAGIC.length + NONCE_BYTES
  if (!startsWith(file, MAGIC) || file.length < start + 16)
    throw new AppError('malformed-keyfile', `not an encrypted keyfile: found ${file.length} bytes; it may be cut off`)
  const plain = naclDecrypt(file.subarray(start), file.subarray(MAGIC.length, start), key)
  if (plain === null) throw new AppError('wrong-password', 'the password does not open the keyfile; try again')
  return plain
}
