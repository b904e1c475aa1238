import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine, environmentOf, runProgram, startProcess } from '../../../chain/devnet/child-process.ts'
import { STOP_WITH_PARENT } from '../../../shared/stop-process.ts'

test('what a person has set for a miner of their own does not reach those of a devnet', () => {
  const env = environmentOf({
    PATH: '/bin',
    BT_WALLET_HOTKEY: 'mine',
    MERITNET_STRATEGY: 'late',
    MERITNET_LOG_LEVEL: 'debug',
  })
  expect(env).toEqual({ PATH: '/bin', MERITNET_LOG_LEVEL: 'debug', [STOP_WITH_PARENT]: '1' })
})

test('a process that ends says how, and why in its log', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'child-process-'))
  const logFile = join(folder, 'miner.log')
  const running = startProcess('miner', ['run', '--netuid', 'none'], logFile)
  expect(await running.ended).toBe(2)
  await running.stop()
  await expect.poll(() => readFile(logFile, 'utf8')).toMatch(/--netuid/)
  await rm(folder, { recursive: true })
})

test('a program that runs to its end gives what it printed', async () => {
  const { exit, stdout } = await runProgram('models', ['list', '--json'], new AbortController().signal)
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ models: expect.any(Array) })
})

test('one that is stopped in the middle ends by the signal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'child-process-'))
  const running = startProcess('models', ['train', '--mechanism', 'language'], join(folder, 'models.log'))
  await running.stop()
  expect(await running.ended).toBe('SIGTERM')
  await rm(folder, { recursive: true })
})

test('the command that starts a process again is for a shell', () => {
  expect(commandLine('miner', ['run', '--wallet-path', "/my 'own' runs"])).toBe(
    "npm run -s miner -- run --wallet-path '/my '\\''own'\\'' runs'",
  )
})
