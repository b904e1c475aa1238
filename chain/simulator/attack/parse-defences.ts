import { AppError } from '../../../shared/errors.ts'
import { nearestName } from '../../../shared/near-name.ts'
import { DEFAULT_DEFENCES, DEFENCE_IDS, type DefenceId, isDefenceId } from './defences.ts'

/**
 * The defences of a list such as `slices,canaries` (these alone), `default`, `none`, `all`, or changes to the default:
 * `-slices,+stake-cap`.
 * @throws AppError `unknown-defence` with the nearest valid name.
 */
export function parseDefences(text: string): readonly DefenceId[] {
  if (text === 'default') return DEFAULT_DEFENCES
  if (text === 'none') return []
  if (text === 'all') return DEFENCE_IDS
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
