import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { importModule } from '../../../shared/import-module.ts'
import { nearestName } from '../../../shared/near-name.ts'
import type { Attack } from './attack.ts'
import { type DefenceId, isDefenceId } from './defences.ts'
import { ATTACKS } from './registry.ts'

/**
 * The built-in attacks of some ids, in the order of the registry; all of them without ids.
 * @throws AppError `unknown-attack` with the nearest valid id.
 */
export function findAttacks(ids: readonly string[]): readonly Attack[] {
  const valid = ATTACKS.map(({ id }) => id)
  for (const id of ids) {
    if (valid.includes(id.toUpperCase())) continue
    const near = nearestName(id, valid)
    const hint = near === undefined ? `valid: ${valid.join(', ')}` : `did you mean ${near}? --list shows all`
    throw new AppError('unknown-attack', `no attack is called ${JSON.stringify(id)}; ${hint}`)
  }
  const wanted = new Set(ids.map((id) => id.toUpperCase()))
  return ids.length === 0 ? ATTACKS : ATTACKS.filter(({ id }) => wanted.has(id))
}

const shape = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
  name: z.string().min(1),
  does: z.string().min(1),
  side: z.enum(['miner', 'validator', 'owner', 'network']),
  level: z.enum(['full', 'fast', 'chain', 'wire', 'training']),
  resources: z.string(),
  defences: z.array(
    z.custom<DefenceId>((value) => typeof value === 'string' && isDefenceId(value), 'expected ids of defences'),
  ),
  exception: z.object({ reason: z.string(), condition: z.string() }).optional(),
  play: z.custom<Attack['play']>((value) => typeof value === 'function', 'expected a function'),
})

/**
 * Loads a person's own attack: the export `attack` of a module.
 * @throws AppError `no-module`, or `not-an-attack` naming the first member that is missing or of another kind.
 */
export async function importAttack(path: string): Promise<Attack> {
  const { attack } = await importModule(path)
  if (attack === undefined)
    throw new AppError(
      'not-an-attack',
      `${path} has no export "attack"; valid is export const attack: Attack = { … } as in chain/simulator/attack/example/timid.ts`,
      { path },
    )
  const parsed = shape.safeParse(attack)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') ?? ''
    throw new AppError(
      'not-an-attack',
      `the export "attack" of ${path} is none: ${where === '' ? '' : `${where}: `}${issue?.message ?? 'not valid'}`,
      { path },
    )
  }
  const { exception, ...rest } = parsed.data
  return exception === undefined ? rest : { ...rest, exception }
}
