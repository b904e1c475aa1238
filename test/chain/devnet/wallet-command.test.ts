import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWalletFiles } from '../../../chain/devnet/wallet-command.ts'
import { createPasswords } from '../../../shared/crypto/keyfile-password.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { openColdkey, openHotkey } from '../../../shared/crypto/wallet.ts'

const newPath = () => mkdtemp(join(tmpdir(), 'meritnet-wallet-'))
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
