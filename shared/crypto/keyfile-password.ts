import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { utf8 } from '../bytes.ts'
import { AppError } from '../errors.ts'

/** Gives the password of an encrypted keyfile. */
export type Passwords = (file: string) => Promise<string>

/** Name of the environment variable that holds the password of a keyfile, given its absolute path. */
export const passwordVariable = (file: string): string => `BT_PW_${file.replace(/[/.]/g, '_').toUpperCase()}`

/** The form that a password has in its variable: base64 of its bytes XOR the variable's name. It hides nothing. */
export const obfuscatePassword = (variable: string, password: string): string =>
  Buffer.from(xor(utf8(password), utf8(variable))).toString('base64')

/** Undoes `obfuscatePassword`. */
export const revealPassword = (variable: string, value: string): string =>
  Buffer.from(xor(Buffer.from(value, 'base64'), utf8(variable))).toString('utf8')

const xor = (bytes: Uint8Array, key: Uint8Array): Uint8Array =>
  Uint8Array.from(bytes, (byte, i) => byte ^ (key[i % key.length] ?? 0))

/** Where passwords come from. */
export interface PasswordSources {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  /** Where the question is shown. */
  readonly output: NodeJS.WritableStream
}

/**
 * Passwords from the environment or, on a terminal, from the person.
 * @throws AppError `password-needed` (from the function) when there is neither, naming the variable.
 */
export const createPasswords =
  ({ env, input, output }: PasswordSources): Passwords =>
  async (file) => {
    const variable = passwordVariable(file)
    const value = env[variable]
    if (value !== undefined) return revealPassword(variable, value)
    if (input.isTTY) return ask(`Password of ${file}: `, input, output)
    throw new AppError(
      'password-needed',
      `${file} is encrypted; run this on a terminal or set ${variable} to the obfuscated password, as btcli does`,
      { file },
    )
  }

/** Reads a line without showing what is typed. */
async function ask(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: silent, terminal: true })
  try {
    output.write(question)
    return await lines.question('')
  } finally {
    lines.close()
    output.write('\n')
  }
}
