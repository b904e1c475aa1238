import { AppError } from '../../../shared/errors.ts'
import { nearestName } from '../../../shared/near-name.ts'
import { DEFAULT_DEFENCES, DEFENCE_IDS, type DefenceId, isDefenceId } from './defences.ts'

/** What most first drafts of a subnet are without. */
const NOT_IN_DRAFTS: readonly DefenceId[] = [
  'fresh-tasks',
  'secret-seed',
  'commit-answers',
  'slices',
  'canaries',
  'duplicates',
  'proofs',
  'graded-score',
  'proper-score',
  'skill-shape',
  'trial',
]

/**
 * A mechanism that is weak on purpose: a fixed public test set, paid in proportion to accuracy, and nobody looks at who
 * answers like whom. The chain is what it is.
 */
export const WEAK_MECHANISM: readonly DefenceId[] = DEFAULT_DEFENCES.filter((id) => !NOT_IN_DRAFTS.includes(id))

/**
 * The defences of a list such as `slices,canaries` (these alone), `default`, `none`, `all`, `weak` (see
 * `WEAK_MECHANISM`), or changes to the default such as `-slices,+stake-cap`.
 * @throws AppError `unknown-defence` with the nearest valid name.
 */
export function parseDefences(text: string): readonly DefenceId[] {
  if (text === 'default') return DEFAULT_DEFENCES
  if (text === 'none') return []
  if (text === 'all') return DEFENCE_IDS
  if (text === 'weak') return WEAK_MECHANISM
  const parts = text.split(',').map((part) => part.trim())
  const isChange = parts.every((part) => /^[+-]/.test(part))
  const named = parts.map((part) => ({ id: parseDefence(part.replace(/^[+-]/, '')), isOff: part.startsWith('-') }))
  const on = new Set<DefenceId>(isChange ? DEFAULT_DEFENCES : [])
  for (const { id, isOff } of named) {
    if (isOff) on.delete(id)
    else on.add(id)
  }
  return DEFENCE_IDS.filter((id) => on.has(id))
}

/** @throws AppError `unknown-defence`. */
function parseDefence(text: string): DefenceId {
  if (isDefenceId(text)) return text
  const near = nearestName(text, DEFENCE_IDS)
  const hint = near === undefined ? `valid: ${DEFENCE_IDS.join(', ')}` : `did you mean ${near}?`
  throw new AppError('unknown-defence', `no defence is called ${JSON.stringify(text)}; ${hint}`)
}
