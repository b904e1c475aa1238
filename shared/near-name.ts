import { distance } from 'fastest-levenshtein'

/**
 * The valid name that a person most likely meant: the fewest edits away (Levenshtein 1965), ignoring case; `undefined`
 * when none is near, which is more than a third of the longer name, at least two edits.
 */
export function nearestName(name: string, valid: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const candidate of valid) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase())
    const most = Math.max(2, Math.floor(Math.max(name.length, candidate.length) / 3))
    if (edits > most || edits >= fewest) continue
    nearest = candidate
    fewest = edits
  }
  return nearest
}
