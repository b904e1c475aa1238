const MAX_CHARS = 60

/** Short text of a JSON value for an error message; long ones are cut, because they come from outside. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = typeof value === 'string' ? value.slice(0, MAX_CHARS + 1) : value
  const shown = JSON.stringify(text)
  return shown.length <= MAX_CHARS ? shown : `${shown.slice(0, MAX_CHARS)}…`
}
