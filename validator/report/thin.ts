/**
 * At most `limit` of the values, spread evenly, with the first and the last: what a line of that many pixels can show.
 * @param limit 2 or more.
 */
export function thin<T>(values: readonly T[], limit: number): readonly T[] {
  if (values.length <= limit) return values
  const step = (values.length - 1) / (limit - 1)
  return Array.from({ length: limit }, (_, i) => values[Math.round(i * step)]).filter((value) => value !== undefined)
}
