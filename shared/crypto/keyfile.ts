import { z } from 'zod'
import { equalBytes, fromHex, toHex, utf8 } from '../bytes.ts'
import { AppError } from '../errors.ts'
import type { Ss58 } from '../units.ts'
import { parserOf } from '../zod-parser.ts'
import { type Keypair, keypairFromRaw, keypairFromSeed, keypairFromUri, verifySignature } from './keypair.ts'
import { fromSs58, toSs58 } from './ss58.ts'

/** What a keyfile of Bittensor's wallet format holds: a key that signs, or only the address of one. */
export type Keyfile =
  | { readonly tag: 'keypair'; readonly keypair: Keypair; readonly ss58: Ss58 }
  | { readonly tag: 'watch-only'; readonly ss58: Ss58 }

/** Older files lack keys or have null for them; files of other tools have more. */
const optional = z.string().nullish()
const parseContent = parserOf(
  z.looseObject({
    accountId: optional,
    publicKey: optional,
    privateKey: optional,
    secretPhrase: optional,
    secretSeed: optional,
    ss58Address: optional,
  }),
  'keyfile',
)
type Content = ReturnType<typeof parseContent>

/**
 * Reads the JSON of a keyfile. A phrase goes before a seed, a seed before a private key; with none of them the file
 * only names an address. Errors never repeat what the file holds.
 * @throws AppError `malformed-keyfile`, or `keyfile-mismatch` when the secret belongs to another address than the
 * file says.
 */
export function parseKeyfile(bytes: Uint8Array): Keyfile {
  const content = readContent(bytes)
  const address = addressOf(content)
  const keypair = keypairOf(content, address)
  if (keypair === undefined) {
    if (address === undefined) throw malformed('it names neither a key nor an address')
    return { tag: 'watch-only', ss58: toSs58(address) }
  }
  if (address !== undefined && !equalBytes(keypair.publicKey, address))
    throw new AppError(
      'keyfile-mismatch',
      `the secret in the keyfile is that of ${keypair.ss58}, not of ${toSs58(address)} as the file says`,
    )
  return { tag: 'keypair', keypair, ss58: keypair.ss58 }
}

function readContent(bytes: Uint8Array): Content {
  try {
    return parseContent(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    // The cause is left out: messages of JSON.parse quote the text.
    throw malformed('it is no JSON object of strings')
  }
}

const malformed = (found: string) =>
  new AppError(
    'malformed-keyfile',
    `not a keyfile: ${found}; valid is JSON with secretPhrase, secretSeed or privateKey`,
  )

/** Public key that the file names, from whichever of its fields is there. */
function addressOf({ publicKey, accountId, ss58Address }: Content): Uint8Array | undefined {
  const hex = publicKey || accountId
  if (hex) return key('publicKey', hex, 32)
  return ss58Address ? fromSs58(ss58Address) : undefined
}

function keypairOf({ secretPhrase, secretSeed, privateKey }: Content, address: Uint8Array | undefined) {
  if (secretPhrase) return keypairFromUri(secretPhrase)
  if (secretSeed) return keypairFromSeed(key('secretSeed', secretSeed, 32))
  if (!privateKey) return undefined
  if (address === undefined) throw malformed('it has a privateKey without its publicKey')
  return keypairFromSecret(key('privateKey', privateKey, 64), address)
}

function key(name: string, hex: string, length: number): Uint8Array {
  const isHex = /^(?:0x)?(?:[0-9a-fA-F]{2})+$/.test(hex)
  const bytes = isHex ? fromHex(hex) : new Uint8Array()
  if (bytes.length !== length) throw malformed(`its ${name} is not 0x and ${length * 2} hex digits`)
  return bytes
}

/**
 * Keypair of a 64-byte secret in either of its two forms: schnorrkel's canonical one (scalar ‖ nonce), which Bittensor
 * writes, or the half-ed25519 one of polkadot.js (scalar × 8 ‖ nonce). The one that signs for the public key is right.
 */
function keypairFromSecret(secret: Uint8Array, publicKey: Uint8Array): Keypair {
  for (const secretKey of [toHalfEd25519(secret), secret]) {
    const keypair = keypairFromRaw({ publicKey, secretKey })
    if (signsAs(keypair)) return keypair
  }
  throw new AppError('keyfile-mismatch', `the privateKey in the keyfile is not that of ${toSs58(publicKey)}`)
}

const PROBE = utf8('keyfile')

function signsAs(keypair: Keypair): boolean {
  try {
    return verifySignature(PROBE, keypair.sign(PROBE), keypair.publicKey)
  } catch {
    return false
  }
}

/** Canonical to half-ed25519: the little-endian scalar in the first 32 bytes times 8. */
function toHalfEd25519(secret: Uint8Array): Uint8Array {
  const half = Uint8Array.from(secret)
  for (let i = 31; i >= 0; i--) half[i] = (((secret[i] ?? 0) << 3) | (i > 0 ? (secret[i - 1] ?? 0) >> 5 : 0)) & 0xff
  return half
}

/** Half-ed25519 to canonical: the same scalar divided by 8, which is exact. */
export function toCanonicalSecret(half: Uint8Array): Uint8Array {
  const secret = Uint8Array.from(half)
  for (let i = 0; i < 32; i++) secret[i] = (((half[i] ?? 0) >> 3) | (i < 31 ? (half[i + 1] ?? 0) << 5 : 0)) & 0xff
  return secret
}

/** What a keyfile is written from. */
export interface KeyMaterial {
  readonly publicKey: Uint8Array
  /** 64 bytes in the half-ed25519 form of polkadot.js. */
  readonly secretKey: Uint8Array
  readonly phrase?: string | undefined
  readonly seed?: Uint8Array | undefined
}

/** JSON of a keyfile with the secret. */
export function writeKeyfile({ publicKey, secretKey, phrase, seed }: KeyMaterial): Uint8Array {
  return utf8(
    JSON.stringify({
      ...publicFields(publicKey),
      privateKey: toHex(toCanonicalSecret(secretKey)),
      secretPhrase: phrase ?? null,
      secretSeed: seed === undefined ? null : toHex(seed),
      ss58Address: toSs58(publicKey),
    }),
  )
}

/** JSON of the file beside a keyfile that names the address alone. */
export const writePublicKeyfile = (publicKey: Uint8Array): Uint8Array =>
  utf8(JSON.stringify({ ...publicFields(publicKey), ss58Address: toSs58(publicKey) }))

const publicFields = (publicKey: Uint8Array) => ({ accountId: toHex(publicKey), publicKey: toHex(publicKey) })
