import { GLYPH_CLASSES } from '../../../../shared/mechanism/glyphs/glyphs.ts'
import { settingsFor } from '../../../../shared/scoring/settings.ts'
import { outlinedGlyphs } from '../../play/full/outlined-glyphs.ts'
import type { RoundRules } from '../../play/full/round-rules.ts'
import { withTruth } from '../../play/full/with-truth.ts'
import type { DefenceId } from '../defences.ts'
import { scoringOf } from './settings-of.ts'
import { byAccuracy, byLinearScore, type Classifying, withLooseRows } from './weak-mechanisms.ts'

/** What all arenas play, unless a defence that is off puts something else in its place. */
export const ARENA_MECHANISM: Classifying = withTruth(outlinedGlyphs)

/** Tasks of a miner and round: enough that a few rounds tell miners apart, few enough for a benchmark of a minute. */
const SIZES = { shared: 44, own: 16, canaries: 4 }
const DEADLINE_MS = 10_000

/** The rules of the project's own validator, less the defences that are off. */
export function rulesOf(defences: ReadonlySet<DefenceId>): RoundRules {
  const has = (id: DefenceId) => defences.has(id)
  const graded = has('proper-score') ? ARENA_MECHANISM : byLinearScore(ARENA_MECHANISM, GLYPH_CLASSES)
  const scored = has('graded-score') ? graded : byAccuracy(ARENA_MECHANISM, GLYPH_CLASSES)
  const mechanism = has('strict-answers') ? scored : withLooseRows(scored, GLYPH_CLASSES)
  const own = has('slices') ? SIZES.own : 0
  const canaries = has('canaries') ? SIZES.canaries : 0
  return {
    mechanism,
    tasks: has('fresh-tasks') ? (has('secret-seed') ? 'fresh' : 'predictable') : 'fixed',
    // Whoever goes without slices or canaries asks shared tasks instead.
    sizes: { shared: SIZES.shared + SIZES.own - own + SIZES.canaries - canaries, own, canaries },
    isCommitFirst: has('commit-answers'),
    isCompared: has('duplicates'),
    isProven: has('proofs'),
    isMissingWorst: has('missing-worst'),
    deadlineMs: has('deadline') ? DEADLINE_MS : Number.MAX_SAFE_INTEGER,
    scoring: settingsFor(ARENA_MECHANISM, scoringOf(defences)),
  }
}
