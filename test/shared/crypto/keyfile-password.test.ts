import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createPasswords,
  obfuscatePassword,
  passwordVariable,
  revealPassword,
} from '../../../shared/crypto/keyfile-password.ts'

const FILE = '/home/me/.bittensor/wallets/w-1/coldkey'
const VARIABLE = 'BT_PW__HOME_ME__BITTENSOR_WALLETS_W-1_COLDKEY'

describe('passwords', () => {
  it('have a variable named by the path of the file', () => expect(passwordVariable(FILE)).toBe(VARIABLE))

  it('are obfuscated by the name of their variable', () => {
    // "BT" XOR "pw" = 0x32 0x23.
    expect(obfuscatePassword('BT_PW_X', 'pw')).toBe(Buffer.from([0x32, 0x23]).toString('base64'))
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => revealPassword(VARIABLE, obfuscatePassword(VARIABLE, text)) === text,
      ),
    )
  })

  it('come from the environment first', async () => {
    const env = { [VARIABLE]: obfuscatePassword(VARIABLE, 'secret') }
    const passwords = createPasswords({ env, input: new PassThrough(), output: new PassThrough() })
    expect(await passwords(FILE)).toBe('secret')
  })

  it('are asked for on a terminal and not shown', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true })
    const output = new PassThrough()
    const passwords = createPasswords({ env: {}, input, output })
    const answer = passwords(FILE)
    input.write('secret\n')
    expect(await answer).toBe('secret')
    expect(String(output.read())).toBe(`Password of ${FILE}: \n`)
  })

  it('that nobody can give are an error naming the variable', async () => {
    const passwords = createPasswords({ env: {}, input: new PassThrough(), output: new PassThrough() })
    await expect(passwords(FILE)).rejects.toMatchObject({
      code: 'password-needed',
      message: expect.stringContaining(VARIABLE),
    })
  })
})
