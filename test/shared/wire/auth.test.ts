import { readFileSync } from 'node:fs'
import { sr25519Verify } from '@polkadot/util-crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromHex, utf8 } from '../../../shared/bytes.ts'
import { sha256Hex } from '../../../shared/crypto/hashes.ts'
import { type Keypair, keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { toSs58 } from '../../../shared/crypto/ss58.ts'
import {
  checkFreshness,
  checkSignature,
  type RequestToVerify,
  readClaim,
  signRequest,
  verifyRequest,
  type WireHeaders,
} from '../../../shared/wire/auth.ts'
import { createReplayStore } from '../../../shared/wire/replay-store.ts'

const golden: {
  readonly method: string
  readonly target: string
  readonly body: string
  readonly bodySha256: string
  readonly nonceNs: string
  readonly headers: Record<string, string>
} = JSON.parse(readFileSync(new URL('../../vectors/wire/btauth.json', import.meta.url), 'utf8'))

const NOW = BigInt(golden.nonceNs)
const SECOND = 1_000_000_000n
let alice: Keypair
let bob: Keypair

beforeAll(async () => {
  await cryptoReady()
  alice = keypairFromUri('//Alice')
  bob = keypairFromUri('//Bob')
})

const body = utf8(golden.body)
const request = { method: 'POST', target: '/generate?stream=false', body }
const sign = (nonceNs = NOW) => signRequest({ ...request, sender: alice, receiver: bob.ss58, nonceNs })
const store = () => createReplayStore({ notBeforeNs: NOW - 60n * SECOND })
const received = (headers: WireHeaders, change: Partial<RequestToVerify> = {}): RequestToVerify => ({
  ...request,
  headers,
  receiver: bob.ss58,
  nowNs: NOW,
  seen: store(),
  ...change,
})
const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  return 'accepted'
}
const verdict = (headers: WireHeaders, change?: Partial<RequestToVerify>) =>
  codeOf(() => verifyRequest(received(headers, change)))

describe('the golden request', () => {
  it('has the documented body hash', () => expect(sha256Hex(body)).toBe(golden.bodySha256))

  it('is accepted and names its sender', () => {
    expect(verifyRequest(received(golden.headers)).sender).toBe(alice.ss58)
  })

  it('signs eight lines that any sr25519 library verifies', () => {
    const text = [
      'btauth/1',
      'sr25519',
      'POST',
      '/generate?stream=false',
      golden.bodySha256,
      golden.nonceNs,
      '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
      '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty',
    ].join('\n')
    for (const headers of [golden.headers, sign()])
      expect(sr25519Verify(text, fromHex(headers['x-bittensor-signature'] ?? ''), alice.publicKey)).toBe(true)
  })
})

describe('a request that was changed', () => {
  it('is refused for another method, target or body', () => {
    const headers = sign()
    expect(verdict(headers, { method: 'PUT' })).toBe('bad-signature')
    expect(verdict(headers, { target: '/generate' })).toBe('bad-signature')
    expect(verdict(headers, { target: '/generate?stream=false&' })).toBe('bad-signature')
    expect(verdict(headers, { body: utf8('{"prompt":"hello"}') })).toBe('bad-signature')
    expect(verdict(headers, { body: new Uint8Array() })).toBe('bad-signature')
  })

  it('is refused for another sender, nonce or receiver', () => {
    const headers = sign()
    expect(verdict({ ...headers, 'x-bittensor-hotkey': bob.ss58 })).toBe('bad-signature')
    expect(verdict({ ...headers, 'x-bittensor-nonce': (NOW + 1n).toString() })).toBe('bad-signature')
    expect(verdict({ ...headers, 'x-bittensor-receiver': alice.ss58 })).toBe('wrong-receiver')
    expect(verdict({ ...headers, 'x-bittensor-receiver': alice.ss58 }, { receiver: alice.ss58 })).toBe('bad-signature')
  })

  it('is refused for any flipped bit of the body or the signature', () => {
    const headers = sign()
    const flip = (bytes: Uint8Array, bit: number) =>
      bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    fc.assert(
      fc.property(
        fc.nat(body.length * 8 - 1),
        (bit) => verdict(headers, { body: flip(body, bit) }) === 'bad-signature',
      ),
      { numRuns: 20 },
    )
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const signature = flip(fromHex(headers['x-bittensor-signature'] ?? ''), bit)
        const tampered = { ...headers, 'x-bittensor-signature': `0x${Buffer.from(signature).toString('hex')}` }
        return verdict(tampered) === 'bad-signature'
      }),
      { numRuns: 40 },
    )
  })
})

describe('headers', () => {
  const malformed: readonly [string, string, string | undefined][] = [
    ['no version', 'x-bittensor-version', undefined],
    ['another version', 'x-bittensor-version', '2'],
    ['no hotkey', 'x-bittensor-hotkey', undefined],
    ['a hotkey that is no address', 'x-bittensor-hotkey', 'Alice'],
    ['a hotkey as hex', 'x-bittensor-hotkey', `0x${'11'.repeat(32)}`],
    ['a hotkey with another prefix', 'x-bittensor-hotkey', '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5'],
    ['no receiver', 'x-bittensor-receiver', undefined],
    ['a dash for receiver', 'x-bittensor-receiver', '-'],
    ['no nonce', 'x-bittensor-nonce', undefined],
    ['a nonce with a leading zero', 'x-bittensor-nonce', `0${NOW}`],
    ['a negative nonce', 'x-bittensor-nonce', '-1'],
    ['a nonce as fraction', 'x-bittensor-nonce', '1.5'],
    ['a nonce of 21 digits', 'x-bittensor-nonce', '1'.repeat(21)],
    ['another scheme', 'x-bittensor-crypto', 'ed25519'],
    ['no signature', 'x-bittensor-signature', undefined],
    ['a short signature', 'x-bittensor-signature', '0x00'],
    ['a signature that is no hex', 'x-bittensor-signature', 'z'.repeat(128)],
  ]
  it.each(malformed)('with %s are refused as unsigned', (_, name, value) => {
    expect(verdict({ ...sign(), [name]: value })).toBe('unsigned')
  })

  it('name every sender rightly, however many there are and however often they come', () => {
    const keys = Array.from({ length: 1_500 }, (_, index) => new Uint8Array(32).fill(7).fill(index % 251, 9, 20))
    keys.forEach((key, index) => {
      new DataView(key.buffer).setUint32(0, index)
    })
    const headers = sign()
    for (const key of [...keys, ...keys.toReversed(), ...keys.slice(0, 3), ...keys.slice(0, 3)]) {
      const hotkey = toSs58(key)
      const claim = readClaim({ ...headers, 'x-bittensor-hotkey': hotkey })
      expect([claim.sender, claim.senderKey]).toEqual([hotkey, key])
    }
  })

  it('may spell the scheme out and leave the 0x of the signature away', () => {
    const headers = sign()
    const bare = (headers['x-bittensor-signature'] ?? '').slice(2)
    expect(verdict({ ...headers, 'x-bittensor-crypto': 'sr25519', 'x-bittensor-signature': bare })).toBe('accepted')
  })

  it('of any content never throw anything but AppError', () => {
    const names = Object.keys(sign())
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ maxLength: 200 }), (name, value) => {
        const code = verdict({ ...sign(), [name]: value })
        return ['unsigned', 'bad-signature', 'wrong-receiver', 'nonce-too-old', 'nonce-in-future'].includes(code)
      }),
    )
  })
})

describe('the nonce', () => {
  it('is valid up to 10 s of age and 2 s ahead', () => {
    expect(verdict(sign(NOW - 10n * SECOND))).toBe('accepted')
    expect(verdict(sign(NOW - 10n * SECOND - 1n))).toBe('nonce-too-old')
    expect(verdict(sign(NOW + 2n * SECOND))).toBe('accepted')
    expect(verdict(sign(NOW + 2n * SECOND + 1n))).toBe('nonce-in-future')
  })

  it('is accepted once', () => {
    const seen = store()
    const headers = sign()
    expect(verdict(headers, { seen })).toBe('accepted')
    expect(verdict(headers, { seen })).toBe('nonce-replayed')
    expect(verdict(sign(), { seen })).toBe('nonce-replayed')
    expect(verdict(sign(NOW + 1n), { seen })).toBe('accepted')
  })

  it('that was accepted before is refused before there is a body', () => {
    const reception = { receiver: bob.ss58, nowNs: NOW, seen: store() }
    const claim = readClaim(sign())
    expect(codeOf(() => checkFreshness(claim, reception))).toBe('accepted')
    checkSignature(claim, { ...request, ...reception })
    expect(codeOf(() => checkFreshness(claim, reception))).toBe('nonce-replayed')
  })

  it('is refused where there is no room to remember it', () => {
    const seen = createReplayStore({ notBeforeNs: NOW, maxPerSender: 1 })
    expect(verdict(sign(), { seen })).toBe('accepted')
    expect(verdict(sign(NOW + 1n), { seen })).toBe('replay-store-full')
    expect(verdict(sign(NOW + 1n), { seen })).toBe('replay-store-full')
  })

  it('of one sender does not use up that of another', () => {
    const seen = store()
    expect(verdict(sign(), { seen })).toBe('accepted')
    const others = signRequest({ ...request, sender: keypairFromUri('//Carol'), receiver: bob.ss58, nonceNs: NOW })
    expect(verdict(others, { seen })).toBe('accepted')
  })

  it('is not used up by a forged request', () => {
    const seen = store()
    const headers = sign()
    expect(verdict({ ...headers, 'x-bittensor-signature': `0x${'00'.repeat(64)}` }, { seen })).toBe('bad-signature')
    expect(verdict(headers, { seen })).toBe('accepted')
  })

  it('from before the start of the process is refused, so a restart lets no replay in', () => {
    const seen = createReplayStore({ notBeforeNs: NOW })
    expect(verdict(sign(NOW - 1n), { seen })).toBe('nonce-too-old')
    expect(verdict(sign(NOW), { seen })).toBe('accepted')
  })
})

describe('any signed request', () => {
  it('is accepted as sent', () => {
    const sent = fc.record({
      method: fc.constantFrom('GET', 'POST', 'put'),
      target: fc.webPath().map((path) => `/${path}`),
      body: fc.uint8Array({ maxLength: 1000 }),
      nonceNs: fc.bigInt({ min: NOW - 10n * SECOND, max: NOW + 2n * SECOND }),
    })
    fc.assert(
      fc.property(sent, ({ nonceNs, ...parts }) => {
        const headers = signRequest({ ...parts, sender: alice, receiver: bob.ss58, nonceNs })
        return verdict(headers, parts) === 'accepted'
      }),
      { numRuns: 30 },
    )
  })
})
