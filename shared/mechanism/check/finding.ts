/** What one check of a mechanism found. */
export interface Finding {
  /** What was looked at, in two or three words. */
  readonly name: string
  readonly ok: boolean
  /** One sentence: what was found, and what would be valid where it is not. */
  readonly text: string
}

/** What a check says of itself before its name is put in front. */
export type Verdict = Omit<Finding, 'name'>

/** A check that found nothing wrong, or was not to be made. */
export const good = (text: string): Verdict => ({ ok: true, text })
/** A check that found something wrong. */
export const bad = (text: string): Verdict => ({ ok: false, text })
