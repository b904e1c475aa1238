import { FastScores } from './fast-scores.ts'
import type { Level, LevelRound, LevelSetup } from './level.ts'
import { paidSkill } from './paid-skill.ts'

/** Below 0: `FastScores.measure` leaves the miner as it was. */
const NOT_ASKED = -1

/** The level `fast`: each validator's measurement of each miner is drawn around what the miner's answers are worth. */
export function openFastLevel({ scenario, validators, miners, random }: LevelSetup): Level {
  const { noise } = scenario
  // Nobody's answers are compared here.
  const settings = { ...scenario.scoring, nearRatio: 0 }
  const scores = new FastScores({ validators: validators.length, miners: miners.length, noise, settings, random })
  const shown = new Float64Array(miners.length)
  return {
    play(round: LevelRound) {
      for (let miner = 0; miner < miners.length; miner++) {
        const of = round.shown[miner]
        shown[miner] = of === undefined ? NOT_ASKED : paidSkill(of)
      }
      for (let validator = 0; validator < validators.length; validator++) scores.measure(validator, shown)
      return undefined
    },
    skillsOf: (validator) => scores.skillsOf(validator),
    weightsOf: (validator) => scores.toWeights(validator),
    forget: (miner) => scores.forget(miner),
  }
}
