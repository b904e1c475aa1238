import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '../errors.ts'

/** Where wallets are when nothing else is said. */
export const DEFAULT_WALLET_PATH = '~/.bittensor/wallets'

/** Names a hotkey of a wallet, or with `hotkey` left aside its coldkey. */
export interface WalletRef {
  /** Folder of all wallets; `~` stands for the home folder. */
  readonly path: string
  readonly name: string
  readonly hotkey: string
}

/** Absolute paths of a wallet's files. */
export interface WalletFiles {
  readonly coldkey: string
  readonly coldkeypub: string
  readonly hotkey: string
  readonly hotkeypub: string
}

/** @throws AppError `malformed-wallet-name` for names that are no plain file names. */
export function walletFiles({ path, name, hotkey }: WalletRef): WalletFiles {
  const folder = join(resolve(path.replace(/^~(?=$|\/)/, homedir())), fileName('wallet', name))
  const hotkeyFile = join(folder, 'hotkeys', fileName('hotkey', hotkey))
  return {
    coldkey: join(folder, 'coldkey'),
    coldkeypub: join(folder, 'coldkeypub.txt'),
    hotkey: hotkeyFile,
    hotkeypub: `${hotkeyFile}pub.txt`,
  }
}

function fileName(what: string, name: string): string {
  if (!/^[\w.@+-]{1,100}$/.test(name) || /^\.+$/.test(name))
    throw new AppError(
      'malformed-wallet-name',
      `${what} name ${JSON.stringify(name)} is not valid; use letters, digits, "-", "_" and "."`,
    )
  return name
}
