import { AppError, messageOf } from '../../../shared/errors.ts'
import { nearestName } from '../../../shared/near-name.ts'
import type { Point } from './design.ts'
import type { SweepSubject } from './engine.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { pathsOf, valueAt, withValue } from './paths.ts'
import type { Factor } from './vary.ts'

const MOST_SHOWN = 12

const unknown = (path: string, base: JsonObject, cause?: unknown) => {
  const paths = pathsOf(base)
  const nearest = nearestName(path, paths)
  const known =
    nearest !== undefined
      ? `did you mean ${nearest}?`
      : `valid are ${paths.slice(0, MOST_SHOWN).join(', ')}${paths.length > MOST_SHOWN ? ', …' : ''}`
  return new AppError('unknown-parameter', `the scenario has no parameter ${path}; ${known}`, { path }, cause)
}

/**
 * The scenario with the values of a point, checked as if they stood in its file.
 * @throws AppError `unknown-parameter` with the nearest name; `invalid-point` for a value that the scenario refuses.
 */
export function applyPoint(
  base: JsonObject,
  { factors, point }: { readonly factors: readonly Factor[]; readonly point: Point },
  parse: SweepSubject['parse'],
): JsonObject {
  let changed = base
  factors.forEach(({ path }, index) => {
    const next = withValue(changed, path.split('.'), point[index] ?? null)
    if (!isJsonObject(next)) throw unknown(path, base)
    changed = next
  })
  const parsed = parsePoint(base, { factors, point }, () => parse(changed))
  for (const { path } of factors) if (valueAt(parsed, path.split('.')) === undefined) throw unknown(path, base)
  return parsed
}

/** A path that the scenario did not have before is the likelier mistake than its value. */
function parsePoint(
  base: JsonObject,
  { factors, point }: { readonly factors: readonly Factor[]; readonly point: Point },
  parse: () => JsonObject,
): JsonObject {
  try {
    return parse()
  } catch (error) {
    const missing = factors.find(({ path }) => valueAt(base, path.split('.')) === undefined)
    const nearest = missing === undefined ? undefined : nearestName(missing.path, pathsOf(base))
    // The scenario knows more names than those of the file.
    const isNamed = messageOf(error).includes('did you mean')
    if (missing !== undefined && nearest !== undefined && !isNamed) throw unknown(missing.path, base, error)
    const values = factors.map(({ path }, index) => `${path}=${String(point[index])}`).join(' ')
    throw new AppError('invalid-point', `the scenario refuses ${values}: ${messageOf(error)}`, {}, error)
  }
}
