import { beforeAll, describe, expect, test } from 'vitest'
import { runPaired } from '../../../../chain/simulator/play/paired.ts'
import { parseScenario } from '../../../../chain/simulator/scenario/parse.ts'
import { renderResult } from '../../../../chain/simulator/simulate/report.ts'
import type { SimulateResult } from '../../../../chain/simulator/simulate/summary.ts'
import { summarise } from '../../../../chain/simulator/simulate/summary.ts'
import { toMarkdown } from '../../../../chain/simulator/simulate/to-markdown.ts'
import { toPage } from '../../../../chain/simulator/simulate/to-page.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

let result: SimulateResult
beforeAll(async () => {
  await cryptoReady()
  const scenario = parseScenario({
    name: 'a-market',
    description: 'Who buys <uids>?',
    epochs: 20,
    warmup: 2,
    network: { tempo: 2, maxUids: 8, hyperparameters: { min_burn: 500_000_000 } },
    economy: { every: 2 },
    actors: [
      { name: 'validators', role: 'validator', count: 2 },
      { name: 'miners', role: 'miner', count: 3 },
      { name: 'squat ters', role: 'miner', count: 2, registered: false, team: 'squat', skill: 0.5 },
      { name: 'hoarder', role: 'chain', strategy: 'uid-hoarder', team: 'squat', attacker: true },
    ],
  })
  result = { scenario, runs: ['a', 'b'].map((seed) => runPaired(scenario, { seed })) }
})

describe('reports of a simulation', () => {
  test('tell what was spent and what it returned', () => {
    const of = summarise(result).groups.find(({ name }) => name === 'squat ters')
    expect(of?.spent?.mean).toBeGreaterThanOrEqual(1)
    const { emission, spent } = of ?? {}
    const each = result.runs.map(({ on }) => {
      const members = on.members.filter(({ group }) => group === 'squat ters')
      const paid = members.reduce((sum, member) => sum + member.spent.burned, 0)
      return members.reduce((sum, member) => sum + member.emission, 0) / paid - 1
    })
    expect(of?.returned?.mean).toBeCloseTo(((each[0] ?? 0) + (each[1] ?? 0)) / 2, 9)
    expect(emission?.count).toBe(2)
    expect(spent?.halfWidth).toBeGreaterThanOrEqual(0)
    expect(renderResult(result)).toContain('spent, TAO')
  })

  test('say the same in Markdown, a row for each group', () => {
    const text = toMarkdown(result)
    expect(text).toContain('# a-market')
    expect(text.match(/^\| (validators|miners|squat ters|hoarder)/gm)).toHaveLength(4)
    expect(text).toMatch(/## Economy from epoch 2 to 20, mean of 2 runs ± 95 % interval/)
    expect(text).toMatch(/- price of a registration: \d+\.\d+ ± \d+\.\d+ → \d+\.\d+ ± \d+\.\d+ TAO/)
    expect(text).not.toContain('undefined')
  })

  test('are one page that needs nothing else, with pictures of shares, epochs, skill and economy', async () => {
    const page = await toPage(result)
    expect(page.match(/<svg /g)).toHaveLength(4)
    expect(page).not.toMatch(/<script|src=|href="http/)
    expect(page).toContain('Who buys &lt;uids&gt;?')
    for (const title of ['Who earns what', 'Emission over epochs', 'Skill against incentive', 'Economy', 'Faults'])
      expect(page).toContain(title)
    expect(page).not.toMatch(/NaN|undefined/)
    // What is found comes first.
    expect(page).toMatch(/<p class="lead">Gain of the attackers: /)
    expect(await toPage(result)).toBe(page)
  })
})
