import { fromHex, toHex, utf8 } from '../bytes.ts'
import { sha256Hex } from '../crypto/hashes.ts'
import { type Keypair, verifySignature } from '../crypto/keypair.ts'
import { fromSs58, toSs58 } from '../crypto/ss58.ts'
import { AppError } from '../errors.ts'
import type { Ss58 } from '../units.ts'
import { FUTURE_SKEW_NS, MAX_AGE_NS } from './auth-window.ts'
import type { ReplayStore } from './replay-store.ts'

/** Headers by lower-case name, as Node and hono give them. */
export type WireHeaders = Readonly<Record<string, string | undefined>>

const VERSION = 'x-bittensor-version'
const HOTKEY = 'x-bittensor-hotkey'
const RECEIVER = 'x-bittensor-receiver'
const NONCE = 'x-bittensor-nonce'
const CRYPTO = 'x-bittensor-crypto'
const SIGNATURE = 'x-bittensor-signature'

/** What a signature covers besides who signs for whom. */
interface Signed {
  /** Upper case. */
  readonly method: string
  /** Path and query as sent, for example `/generate?stream=false`. */
  readonly target: string
  /** The very bytes of the body. */
  readonly body: Uint8Array
}

/** A request to sign. */
export interface RequestToSign extends Signed {
  readonly sender: Keypair
  readonly receiver: Ss58
  /** From `createNonces`: the wall clock in nanoseconds, never twice the same. */
  readonly nonceNs: bigint
}

/**
 * Headers that make a btauth/1 request of an HTTP request. Send them with exactly the method, target and bytes given
 * here.
 * @example fetch(url, { method: 'POST', body, headers: signRequest({ method: 'POST', target: '/commit', body, … }) })
 */
export function signRequest({ sender, receiver, nonceNs, ...signed }: RequestToSign): Record<string, string> {
  const text = signedText(signed, nonceNs.toString(), sender.ss58, receiver)
  return {
    [VERSION]: '1',
    [HOTKEY]: sender.ss58,
    [RECEIVER]: receiver,
    [NONCE]: nonceNs.toString(),
    [SIGNATURE]: toHex(sender.sign(utf8(text))),
  }
}

/** The eight lines that btauth/1 signs. */
export const signedText = ({ method, target, body }: Signed, nonce: string, sender: string, receiver: string): string =>
  ['btauth/1', 'sr25519', method.toUpperCase(), target, sha256Hex(body), nonce, sender, receiver].join('\n')

/** What the headers claim; nothing is proven yet. */
export interface Claim {
  readonly sender: Ss58
  readonly senderKey: Uint8Array
  readonly receiver: Ss58
  readonly nonceNs: bigint
  readonly signature: Uint8Array
}

/**
 * Reads the headers without checking the signature.
 * @throws AppError `unsigned` naming the missing or malformed header.
 */
export function readClaim(headers: WireHeaders): Claim {
  const version = required(headers, VERSION, '1')
  if (version !== '1') throw unsigned(VERSION, version, '1')
  const crypto = headers[CRYPTO]
  if (crypto !== undefined && crypto !== 'sr25519') throw unsigned(CRYPTO, crypto, 'no such header or sr25519')
  const nonce = required(headers, NONCE, 'nanoseconds since 1970')
  if (!/^[1-9][0-9]{0,19}$/.test(nonce)) throw unsigned(NONCE, nonce, 'nanoseconds since 1970')
  const signature = required(headers, SIGNATURE, '0x and 128 hex digits')
  if (!/^(0x)?[0-9a-fA-F]{128}$/.test(signature)) throw unsigned(SIGNATURE, signature, '0x and 128 hex digits')
  const [sender, senderKey] = address(headers, HOTKEY)
  const [receiver] = address(headers, RECEIVER)
  return { sender, senderKey, receiver, nonceNs: BigInt(nonce), signature: fromHex(signature) }
}

/** Who receives a request, when, and what was received before. */
export interface Reception {
  readonly receiver: Ss58
  readonly nowNs: bigint
  readonly seen: ReplayStore
}

/** A received request. */
export interface RequestToVerify extends Signed, Reception {
  readonly headers: WireHeaders
}

/**
 * Proves who sent a request, that it was meant for `receiver`, is fresh and comes for the first time; remembers its
 * nonce.
 * @throws AppError `unsigned`, `wrong-receiver`, `nonce-too-old`, `nonce-in-future`, `nonce-replayed`, `bad-signature`
 * or `replay-store-full`.
 */
export function verifyRequest({ headers, ...received }: RequestToVerify): { readonly sender: Ss58 } {
  const claim = readClaim(headers)
  checkFreshness(claim, received)
  checkSignature(claim, received)
  return { sender: claim.sender }
}

/**
 * The checks that need no body, so that a stale request is refused before its body is read.
 * @throws AppError `wrong-receiver`, `nonce-too-old`, `nonce-in-future`, `nonce-replayed`.
 */
export function checkFreshness(claim: Claim, { receiver, nowNs, seen }: Reception): void {
  if (claim.receiver !== receiver)
    throw new AppError('wrong-receiver', `the request is for ${claim.receiver}; this is ${receiver}`)
  const ageNs = nowNs - claim.nonceNs
  if (ageNs > MAX_AGE_NS)
    throw new AppError('nonce-too-old', `the nonce is ${ageNs / 1_000_000n} ms old; at most 10000 ms are valid`)
  if (claim.nonceNs < seen.notBeforeNs)
    throw new AppError('nonce-too-old', 'the nonce is from before the start of this process; sign the request again')
  if (-ageNs > FUTURE_SKEW_NS)
    throw new AppError('nonce-in-future', `the nonce is ${-ageNs / 1_000_000n} ms ahead; at most 2000 ms are valid`)
  if (seen.has(claim.sender, claim.nonceNs)) throw replayed()
}

/**
 * Checks the signature over the received bytes, then remembers the nonce: in this order, so that nobody can use up the
 * nonces of somebody else.
 * @throws AppError `bad-signature`, `nonce-replayed`, `replay-store-full`.
 */
export function checkSignature(claim: Claim, { receiver, nowNs, seen, ...signed }: Signed & Reception): void {
  const text = signedText(signed, claim.nonceNs.toString(), claim.sender, receiver)
  if (!verifySignature(text, claim.signature, claim.senderKey))
    throw new AppError('bad-signature', `the signature is not by ${claim.sender} over this method, target and body`)
  const verdict = seen.add(claim.sender, claim.nonceNs, nowNs)
  if (verdict === 'seen') throw replayed()
  if (verdict === 'full')
    throw new AppError('replay-store-full', 'too many requests in the last seconds to tell replays; try again later')
}

const replayed = () => new AppError('nonce-replayed', 'a request with this nonce was accepted before')

const unsigned = (name: string, found: string | undefined, valid: string) =>
  new AppError('unsigned', `header ${name} is ${found === undefined ? 'missing' : clip(found)}; valid is ${valid}`)

const clip = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)

function required(headers: WireHeaders, name: string, valid: string): string {
  const value = headers[name]
  if (value === undefined || value === '') throw unsigned(name, undefined, valid)
  return value
}

type Address = readonly [Ss58, Uint8Array]

/** Addresses read of late: the same few come with every request, and reading one takes longer than hashing a body. */
const read = new Map<string, Address>()
const MAX_READ = 1_024

/** Only the one spelling with prefix 42 counts: others would let one key pass for several. */
function address(headers: WireHeaders, name: string): Address {
  const valid = 'an SS58 address with prefix 42'
  const text = required(headers, name, valid)
  const known = read.get(text)
  if (known !== undefined) return known
  try {
    const key = fromSs58(text)
    const ss58 = toSs58(key)
    if (ss58 === text) return remember([ss58, key])
  } catch {
    // Told below with the name of the header.
  }
  throw unsigned(name, text, valid)
}

/** Whoever makes up addresses only makes them be read again. */
function remember(address: Address): Address {
  if (read.size >= MAX_READ) read.clear()
  read.set(address[0], address)
  return address
}
