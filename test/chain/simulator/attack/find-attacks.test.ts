import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { importAttack } from '../../../../chain/simulator/attack/find-attacks.ts'

test('a module without an attack is refused with what an attack looks like', async () => {
  const strategy = fileURLToPath(
    new URL('../../../../chain/simulator/strategies/example/night-owl.ts', import.meta.url),
  )
  await expect(importAttack(strategy)).rejects.toMatchObject({
    code: 'not-an-attack',
    message: expect.stringMatching(/night-owl\.ts has no export "attack"; valid is export const attack: Attack/),
  })
})
