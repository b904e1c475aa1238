import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fromHex, utf8 } from '../../../shared/bytes.ts'
import { parseKeyfile } from '../../../shared/crypto/keyfile.ts'
import { unsealKeyfile } from '../../../shared/crypto/keyfile-encryption.ts'
import { keypairFromUri, verifySignature } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { coldkeyAddress, hotkeyAddress, openColdkey, openHotkey } from '../../../shared/crypto/wallet.ts'
import { createColdkey, createHotkey, createWallet, type KeySource } from '../../../shared/crypto/wallet-create.ts'
import { type WalletRef, walletFiles } from '../../../shared/crypto/wallet-files.ts'

const alice: KeySource = { tag: 'uri', uri: '//Alice' }
const aliceHotkey: KeySource = { tag: 'uri', uri: '//Alice_hk' }
const never = async (file: string): Promise<string> => {
  throw new Error(`asked for the password of ${file}`)
}
const failsWith = (code: string) => expect.objectContaining({ code })

const golden: { readonly password: string; readonly derivedKey: string; readonly file: string } = JSON.parse(
  readFileSync(new URL('../../vectors/wallet/nacl-coldkey.json', import.meta.url), 'utf8'),
)

let path: string
let ref: WalletRef

beforeAll(cryptoReady)
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'wallets-'))
  ref = { path, name: 'alice', hotkey: 'default' }
})
afterEach(() => rm(path, { recursive: true }))

describe('a created wallet', () => {
  it('opens again, with the keys it was made of', async () => {
    const { coldkey, hotkey } = await createWallet({ ...ref, coldkeyFrom: alice, hotkeyFrom: aliceHotkey })
    expect(coldkey.ss58).toBe('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY')
    expect(hotkey.ss58).toBe('5Dt9sidKJJxfvznECukm6ptHMWP7AykqkooeZijhDfBQFDqe')
    const message = utf8('hello')
    for (const [opened, uri] of [
      [await openColdkey(ref, never), '//Alice'],
      [await openHotkey(ref, never), '//Alice_hk'],
    ] as const)
      expect(verifySignature(message, opened.sign(message), keypairFromUri(uri).publicKey)).toBe(true)
    expect(await coldkeyAddress(ref, never)).toBe(coldkey.ss58)
    expect(await hotkeyAddress(ref, never)).toBe(hotkey.ss58)
  })

  it('lies where btcli looks for it, readable by its owner alone', async () => {
    await createWallet({ ...ref, coldkeyFrom: alice, hotkeyFrom: aliceHotkey })
    const files = (await readdir(path, { recursive: true })).sort()
    expect(files).toEqual([
      'alice',
      'alice/coldkey',
      'alice/coldkeypub.txt',
      'alice/hotkeys',
      'alice/hotkeys/default',
      'alice/hotkeys/defaultpub.txt',
    ])
    const modeOf = async (file: string) => ((await stat(join(path, file))).mode & 0o777).toString(8)
    expect(await Promise.all(files.map(modeOf))).toEqual(['700', '600', '600', '700', '600', '600'])
    expect(await readFile(join(path, 'alice/coldkeypub.txt'), 'utf8')).not.toMatch(/private|secret/)
  })

  it('from entropy has the mnemonic of BIP39', async () => {
    const entropy = fromHex('7f'.repeat(16))
    const { phrase, ss58 } = await createHotkey(ref, { tag: 'entropy', entropy })
    expect(phrase).toBe('legal winner thank year wave sausage worth useful legal winner thank yellow')
    const again = await createHotkey({ ...ref, hotkey: 'again' }, { tag: 'mnemonic', phrase: ` ${phrase}\n` })
    expect(again.ss58).toBe(ss58)
    expect((await openHotkey({ ...ref, hotkey: 'again' }, never)).ss58).toBe(ss58)
  })

  it('from a seed keeps the seed', async () => {
    const seed = fromHex('e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a')
    const { file, ss58 } = await createHotkey(ref, { tag: 'seed', seed })
    expect(ss58).toBe('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY')
    expect(JSON.parse(await readFile(file, 'utf8')).secretSeed).toBe(`0x${Buffer.from(seed).toString('hex')}`)
  })

  it('is never overwritten', async () => {
    await createColdkey(ref, alice)
    const before = await readFile(walletFiles(ref).coldkey)
    await expect(createColdkey(ref, aliceHotkey)).rejects.toThrow(failsWith('wallet-exists'))
    expect(await readFile(walletFiles(ref).coldkey)).toEqual(before)
    expect(await coldkeyAddress(ref, never)).toBe('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY')
  })

  it.each<[string, KeySource, string]>([
    ['words that are no mnemonic', { tag: 'mnemonic', phrase: 'one two three' }, 'malformed-mnemonic'],
    ['a URI that is none', { tag: 'uri', uri: 'Alice' }, 'malformed-uri'],
    ['a short seed', { tag: 'seed', seed: new Uint8Array(31) }, 'malformed-seed'],
    ['little entropy', { tag: 'entropy', entropy: new Uint8Array(8) }, 'malformed-seed'],
  ])('is not made of %s', async (_, source, code) => {
    await expect(createHotkey(ref, source)).rejects.toThrow(failsWith(code))
    expect(await readdir(path)).toEqual([])
  })
})

describe('an encrypted coldkey', () => {
  // Two derivations of the real cost, some seconds each: the format's figures are not for tests to lower.
  it('opens with its password alone, and shows its address without it', async () => {
    const derivedKey = fromHex(golden.derivedKey)
    await createColdkey(ref, alice, golden.password)
    const file = new Uint8Array(await readFile(walletFiles(ref).coldkey))
    expect(parseKeyfile(unsealKeyfile(file, derivedKey)).ss58).toBe('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY')
    expect(file.slice(5, 29)).not.toEqual(fromHex(golden.file).slice(5, 29))
    expect(await coldkeyAddress(ref, never)).toBe('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY')
    const asked: string[] = []
    const passwords = async (name: string) => {
      asked.push(name)
      return golden.password
    }
    const { ss58 } = await openColdkey(ref, passwords)
    expect(ss58).toBe('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY')
    expect(asked).toEqual([walletFiles(ref).coldkey])
  })
})

describe('opening a key', () => {
  it('that is not there says which file and which command makes it', async () => {
    const missing = expect.objectContaining({
      code: 'wallet-missing',
      message: expect.stringMatching(/alice\/hotkeys\/default.*wallet create .*--wallet alice --hotkey default/s),
    })
    await expect(openHotkey(ref, never)).rejects.toThrow(missing)
    await expect(hotkeyAddress(ref, never)).rejects.toThrow(failsWith('wallet-missing'))
    await expect(coldkeyAddress(ref, never)).rejects.toThrow(failsWith('wallet-missing'))
  })

  it('that pays and is not beside its hotkey says to bring it, and not to make another one', async () => {
    await createHotkey(ref, alice)
    await expect(openColdkey(ref, never)).rejects.toThrow(/no coldkey at .*; bring the coldkey of that wallet here/)
  })

  it('of a public file is refused as watch-only', async () => {
    await createHotkey(ref, alice)
    const { hotkey, hotkeypub } = walletFiles(ref)
    await writeFile(hotkey, await readFile(hotkeypub))
    await expect(openHotkey(ref, never)).rejects.toThrow(failsWith('watch-only'))
  })

  it.each([
    ['the old Ansible form', '$ANSIBLE_VAULT;1.1;AES256\n', 'keyfile-unsupported'],
    ['the old Fernet form', 'gAAAAABabc', 'keyfile-unsupported'],
    ['nothing', '', 'malformed-keyfile'],
    ['half a file', '{"accountId":"0x', 'malformed-keyfile'],
  ])('of %s names the file', async (_, text, code) => {
    const { hotkey } = walletFiles(ref)
    await mkdir(join(path, 'alice', 'hotkeys'), { recursive: true })
    await writeFile(hotkey, text)
    await expect(openHotkey(ref, never)).rejects.toMatchObject({ code, message: expect.stringContaining(hotkey) })
  })

  it('of a folder says that it cannot be read', async () => {
    await mkdir(walletFiles(ref).hotkey, { recursive: true })
    await expect(openHotkey(ref, never)).rejects.toThrow(failsWith('wallet-unreadable'))
  })
})

describe('wallet names', () => {
  it('never lead out of the folder', () => {
    for (const name of ['..', '.', '', 'a/b', '../x', 'a\0', 'x'.repeat(200)]) {
      expect(() => walletFiles({ ...ref, name })).toThrow(failsWith('malformed-wallet-name'))
      expect(() => walletFiles({ ...ref, hotkey: name })).toThrow(failsWith('malformed-wallet-name'))
    }
  })

  it('stand below the home folder when the path begins with ~', () => {
    expect(walletFiles({ ...ref, path: '~/w' }).coldkey).not.toContain('~')
    expect(walletFiles({ ...ref, path: '~/w' }).coldkey).toMatch(/\/w\/alice\/coldkey$/)
  })
})
