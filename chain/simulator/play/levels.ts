import type { Scenario } from '../scenario/schema.ts'
import { openFastLevel } from './fast-level.ts'
import { assumeProofs } from './full/assume-proofs.ts'
import { calibratedMembers } from './full/calibrated-members.ts'
import { checkOnnxProofs } from './full/check-onnx-proofs.ts'
import { openFullLevel } from './full/full-level.ts'
import { openLadderMembers } from './full/ladder-members.ts'
import { rulesOfScenario } from './full/scenario-rules.ts'
import type { Level, LevelSetup } from './level.ts'

/** How a level is opened. */
export type OpenLevel = (setup: LevelSetup) => Level

/**
 * Loads what a scenario's level needs: the mechanism and the models of the level `full`.
 * @param base folder that paths in the scenario start from.
 * @throws AppError as `rulesOfScenario`; `out-of-range` for models that no mechanism fits.
 */
export async function levelOf(scenario: Scenario, base: string): Promise<OpenLevel> {
  if (scenario.level === 'fast') return openFastLevel
  const rules = await rulesOfScenario(scenario, base)
  const { mechanism } = rules
  if (scenario.answers === 'calibrated') {
    const models = calibratedMembers(mechanism)
    const checkProofs = assumeProofs(models.foreignDigest)
    return (setup) => openFullLevel({ rules, models, checkProofs }, setup)
  }
  const models = await openLadderMembers(mechanism)
  const checkProofs = checkOnnxProofs(mechanism, models.files)
  return (setup) => openFullLevel({ rules, models, checkProofs }, setup)
}
