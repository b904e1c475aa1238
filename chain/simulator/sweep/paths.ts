import { isJsonObject, isScalar, type Json } from './json.ts'

// A parameter of a scenario is named by its dotted path. Items of a list go by their number from 0, by their name, or by
// their strategy where no other item has it: actors.0.count, actors.copiers.count.

const NAMING_KEYS = ['name', 'strategy'] as const

/** Text of the field that names an item of a list. */
const nameIn = (item: Json | undefined, key: string): string | undefined => {
  const found = isJsonObject(item) ? item[key] : undefined
  return typeof found === 'string' ? found : undefined
}

/** Number of the item that `part` names. */
function itemOf(list: readonly Json[], part: string): number | undefined {
  if (/^\d{1,9}$/.test(part)) return Number(part) < list.length ? Number(part) : undefined
  for (const key of NAMING_KEYS) {
    const matches = list.flatMap((item, index) => (nameIn(item, key) === part ? [index] : []))
    if (matches.length === 1) return matches[0]
  }
  return undefined
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** The value at a path; `undefined` when there is none. */
export function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [part, ...rest] = path
  if (part === undefined) return value
  if (isList(value)) {
    const index = itemOf(value, part)
    return index === undefined ? undefined : valueAt(value[index], rest)
  }
  return isJsonObject(value) && Object.hasOwn(value, part) ? valueAt(value[part], rest) : undefined
}

/**
 * A copy with another value at a path. Objects on the way are made where they are missing; `undefined` where the path
 * leads through a single value or a list that has no such item.
 */
export function withValue(value: Json | undefined, path: readonly string[], replacement: Json): Json | undefined {
  const [part, ...rest] = path
  if (part === undefined) return replacement
  if (isList(value)) {
    const index = itemOf(value, part)
    const changed = index === undefined ? undefined : withValue(value[index], rest, replacement)
    return changed === undefined ? undefined : value.with(index ?? 0, changed)
  }
  if (isScalar(value) && value !== null) return undefined
  const owner = isJsonObject(value) ? value : {}
  const changed = withValue(Object.hasOwn(owner, part) ? owner[part] : undefined, rest, replacement)
  // A plain assignment of __proto__ would be lost.
  return changed === undefined ? undefined : { ...owner, ...Object.fromEntries([[part, changed]]) }
}

/** Paths of all single values, items of lists by their shortest name that is no number where they have one. */
export function pathsOf(value: Json, prefix: readonly string[] = []): readonly string[] {
  if (isScalar(value)) return [prefix.join('.')]
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...prefix, key]))
  return value.flatMap((item, index) => {
    const named = NAMING_KEYS.map((key) => nameIn(item, key)).find(
      (name) => name !== undefined && !name.includes('.') && itemOf(value, name) === index,
    )
    return pathsOf(item, [...prefix, named ?? String(index)])
  })
}
