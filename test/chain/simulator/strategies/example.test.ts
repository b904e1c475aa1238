import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { gainOfPair, runPaired } from '../../../../chain/simulator/play/paired.ts'
import { loadScenario } from '../../../../chain/simulator/scenario/load.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

test('the example of a scenario with a strategy of its own plays, and working at night only does not pay', async () => {
  await cryptoReady()
  const file = fileURLToPath(new URL('../../../../chain/simulator/strategies/example/owls.yaml', import.meta.url))
  const { scenario, strategies } = await loadScenario(file)
  const pair = runPaired({ ...scenario, epochs: 20, warmup: 5 }, { seed: 'owls', strategies })
  expect(pair.on.faults).toEqual([])
  expect(gainOfPair(pair)).toBeLessThan(0.7)
})
