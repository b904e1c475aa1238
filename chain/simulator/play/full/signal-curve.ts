import { utf8 } from '../../../../shared/bytes.ts'
import { measureAnswers } from '../../../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { createRng } from '../../../../shared/rng.ts'
import { believe, COMMON_NOISE, createViewer, MOST_SIGNAL } from './calibrated-model.ts'
import { hashText } from './hashed-normals.ts'

/** Tasks that the curve is measured on, and points that it has. */
const SAMPLE = 1_200
const POINTS = 48
/** Signal of the first point above 0; the others follow in equal ratios. */
const LEAST_SIGNAL = 0.02

/**
 * Measures once which signal a calibrated model needs for which skill, for miners whose skill moves from epoch to epoch:
 * 40 points up to the signal that leaves no doubt, straight lines between. Above the last point there is no more skill.
 * @returns the signal for a skill, 0 to 1.
 */
export function signalCurve<Task>(mechanism: Mechanism<Task>): (skill: number) => number {
  const tasks = mechanism.makeTasks(createRng(utf8('the sample of calibrated models')), SAMPLE)
  const own = hashText('the measured model')
  const view = createViewer(mechanism, COMMON_NOISE)
  const views = tasks.map((task) => view(task, own))
  const signals = [0]
  const skills = [0]
  for (let point = 0; point < POINTS; point++) {
    const signal = LEAST_SIGNAL * (MOST_SIGNAL / LEAST_SIGNAL) ** (point / (POINTS - 1))
    const answers = views.map((seen) => believe(seen, signal, 1))
    const { skill } = measureAnswers(mechanism, tasks, answers)
    // Chance may bend the sample's curve down where it is flat.
    if (skill <= (skills.at(-1) ?? 0)) continue
    signals.push(signal)
    skills.push(skill)
  }
  return (skill) => {
    const above = skills.findIndex((known) => known >= skill)
    if (above === 0) return 0
    if (above < 0) return signals.at(-1) ?? 0
    const [low, high] = [skills[above - 1] ?? 0, skills[above] ?? 0]
    const [from, to] = [signals[above - 1] ?? 0, signals[above] ?? 0]
    return from + ((to - from) * (skill - low)) / (high - low)
  }
}
