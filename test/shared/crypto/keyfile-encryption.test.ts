import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromHex, toBareHex, utf8 } from '../../../shared/bytes.ts'
import {
  decryptKeyfile,
  deriveKeyNatively,
  deriveKeyPortably,
  FILE_COST,
  keyfileForm,
  sealKeyfile,
  unsealKeyfile,
} from '../../../shared/crypto/keyfile-encryption.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'

const golden: {
  readonly password: string
  readonly derivedKey: string
  readonly plain: string
  readonly file: string
} = JSON.parse(readFileSync(new URL('../../vectors/wallet/nacl-coldkey.json', import.meta.url), 'utf8'))

beforeAll(cryptoReady)

const key = fromHex(golden.derivedKey)
const file = fromHex(golden.file)
const nonce = file.slice(5, 29)

describe('the $NACL form', () => {
  it('is read as libsodium wrote it, with its password', async () => {
    const plain = await decryptKeyfile(file, golden.password)
    expect(Buffer.from(plain).toString()).toBe(golden.plain)
  })

  it('is written as libsodium writes it', () => {
    expect(toBareHex(sealKeyfile(utf8(golden.plain), key, nonce))).toBe(golden.file)
  })

  it('is refused with another key, changed or cut off', () => {
    const wrong = expect.objectContaining({ code: 'wrong-password' })
    expect(() => unsealKeyfile(file, new Uint8Array(32))).toThrow(wrong)
    for (const at of [5, 29, 45, file.length - 1]) {
      const tampered = Uint8Array.from(file, (byte, i) => (i === at ? byte ^ 1 : byte))
      expect(() => unsealKeyfile(tampered, key)).toThrow(wrong)
    }
    expect(() => unsealKeyfile(file.slice(0, 40), key)).toThrow(expect.objectContaining({ code: 'malformed-keyfile' }))
  })

  it('has the costs of libsodium SENSITIVE', () => expect(FILE_COST).toEqual({ passes: 8, memoryKib: 512 * 1024 }))
})

describe('the two implementations of Argon2i', () => {
  it.runIf(deriveKeyNatively !== undefined)('agree', async () => {
    const cost = { passes: 3, memoryKib: 1024 }
    for (const password of ['p', 'correct horse', 'żółw', ' '])
      expect(toBareHex(await deriveKeyPortably(password, cost))).toBe(
        toBareHex(await deriveKeyNatively!(password, cost)),
      )
  })
})

describe('the form of a keyfile', () => {
  it.each([
    ['{"accountId":"0x"}', 'plain'],
    ['  {"a":1}', 'plain'],
    ['$NACLxyz', 'nacl'],
    ['$ANSIBLE_VAULT;1.1;AES256\n33', 'ansible'],
    ['gAAAAABf', 'fernet'],
    ['', 'unknown'],
    ['words of a phrase', 'unknown'],
  ])('is told by its start: %j is %s', (text, form) => expect(keyfileForm(utf8(text))).toBe(form))
})
