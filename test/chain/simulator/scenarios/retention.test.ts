import { beforeAll, describe, expect, test } from 'vitest'
import { runScenario } from '../../../../chain/simulator/play/run-scenario.ts'
import { runCells } from '../../../../chain/simulator/retention/cells.ts'
import { CONFIGS } from '../../../../chain/simulator/retention/configs.ts'
import { drawTeams } from '../../../../chain/simulator/retention/teams.ts'
import { parseScenario } from '../../../../chain/simulator/scenario/parse.ts'
import { retention } from '../../../../chain/simulator/scenarios/retention.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)

const SEEDS = 3

/** Share of the honest team in one epoch of the scenario, with the utilities of both teams. */
function ofScenario(honestUtility: number, cabalUtility: number, deviation: number): number {
  const [honest, cabal, ...miners] = retention.actors
  const actors = [
    { ...honest!, params: { utility: honestUtility, deviation } },
    { ...cabal!, params: { utility: cabalUtility, deviation } },
    ...miners,
  ]
  const scenario = parseScenario({ ...retention, actors })
  const shares = Array.from({ length: SEEDS }, (_, seed) =>
    runScenario(scenario, { seed: `retention ${seed}` })
      .members.filter(({ group }) => group.startsWith('honest'))
      .reduce((sum, { share }) => sum + share, 0),
  )
  return shares.reduce((sum, share) => sum + share, 0) / SEEDS
}

/** The same by the exact experiment. */
function ofExperiment(honestUtility: number, cabalUtility: number, deviation: number): number {
  const config = { ...CONFIGS.base, weightDeviation: deviation }
  const shares = Array.from({ length: SEEDS }, (_, seed) => {
    const teams = drawTeams({ honestStake: 0.6, weightDeviation: deviation, seed: BigInt(seed) })
    return runCells({ teams, config, honestUtility, cabalUtilities: [cabalUtility] })[0]!
  })
  return shares.reduce((sum, share) => sum + share, 0) / SEEDS
}

describe('the published two-team experiment as a scenario', () => {
  test.each([
    [0.75, 1, 0.4],
    [0.73, 0.4, 0.4],
    [0.6, 0.7, 0],
    [0.67, 0.5, 0.2],
  ])('gives the honest what the experiment gives them: W_H %d, W_C %d, σ %d', (honest, cabal, deviation) => {
    expect(Math.abs(ofScenario(honest, cabal, deviation) - ofExperiment(honest, cabal, deviation))).toBeLessThan(0.01)
  })
})
