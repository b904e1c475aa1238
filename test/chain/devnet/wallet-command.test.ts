import { access, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createWalletFiles } from '../../../chain/devnet/wallet-command.ts'
import { createPasswords } from '../../../shared/crypto/keyfile-password.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { openColdkey, openHotkey } from '../../../shared/crypto/wallet.ts'

const paths: string[] = []
const newPath = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'meritnet-wallet-'))
  paths.push(path)
  return path
}
afterAll(() => Promise.all(paths.map((path) => rm(path, { recursive: true }))))

const passwords = createPasswords({ env: {}, input: process.stdin, output: process.stderr })

test('a wallet from a dev URI holds that account, readable by its owner alone', async () => {
  const walletPath = await newPath()
  const lines = await createWalletFiles({ walletPath, wallet: 'bob', hotkey: 'h1', uri: '//Bob', password: undefined })
  const ref = { path: walletPath, name: 'bob', hotkey: 'h1' }
  expect((await openColdkey(ref, passwords)).ss58).toBe(keypairFromUri('//Bob').ss58)
  expect((await openHotkey(ref, passwords)).ss58).toBe(keypairFromUri('//Bob//h1').ss58)
  expect(lines.join('\n')).not.toContain('words:')
  expect((await stat(join(walletPath, 'bob', 'coldkey'))).mode & 0o777).toBe(0o600)
})

test('new keys show their words once and are never overwritten', async () => {
  const walletPath = await newPath()
  const options = { walletPath, wallet: 'mine', hotkey: 'default', uri: undefined, password: undefined }
  const lines = await createWalletFiles(options)
  expect(lines.filter((line) => /words: (\w+ ){11}\w+$/.test(line))).toHaveLength(2)
  await expect(createWalletFiles(options)).rejects.toMatchObject({ code: 'wallet-exists' })
})

test('a wallet with a coldkey gets another hotkey, and keeps the coldkey', async () => {
  const walletPath = await newPath()
  const options = { walletPath, wallet: 'mine', hotkey: 'default', uri: undefined, password: undefined }
  await createWalletFiles(options)
  const ref = { path: walletPath, name: 'mine', hotkey: 'second' }
  const before = (await openColdkey(ref, passwords)).ss58
  const lines = await createWalletFiles({ ...options, hotkey: 'second' })
  expect((await openColdkey(ref, passwords)).ss58).toBe(before)
  expect(lines.join('\n')).toContain((await openHotkey(ref, passwords)).ss58)
  expect(lines.filter((line) => line.includes('words: '))).toHaveLength(1)
  const other = createWalletFiles({ ...options, hotkey: 'third', uri: '//Bob' })
  await expect(other).rejects.toThrow(/coldkey exists and is left as it is; leave --uri out to add a hotkey/)
})

test('a hotkey in the way is found before a coldkey is written whose words nobody would see', async () => {
  const walletPath = await newPath()
  const options = { walletPath, wallet: 'mine', hotkey: 'default', uri: undefined, password: undefined }
  await createWalletFiles(options)
  const coldkey = join(walletPath, 'mine', 'coldkey')
  await Promise.all([rm(coldkey), rm(`${coldkey}pub.txt`)])
  await expect(createWalletFiles(options)).rejects.toThrow(/hotkeys\/default exists .*; choose another --hotkey$/)
  await expect(access(coldkey)).rejects.toThrow(/ENOENT/)
})
