import type { MinerFacts } from './facts.ts'
import type { PairEvidence } from './pair-evidence.ts'

/**
 * Groups of hotkeys that share a place, each with its leader first. In the given order a hotkey joins the first leader
 * that it duplicates, and else leads a group of its own. Whom nobody before it is like is not grouped: a chain of
 * blends, each like the next, cannot tie two honest models at its ends together.
 */
export function groupDuplicates(
  hotkeys: readonly string[],
  pairs: Iterable<Pick<PairEvidence, 'a' | 'b'>>,
): readonly (readonly string[])[] {
  const alike = new Map<string, Set<string>>()
  const link = (from: string, to: string) => alike.set(from, (alike.get(from) ?? new Set()).add(to))
  for (const { a, b } of pairs) {
    link(a, b)
    link(b, a)
  }
  const groups = new Map<string, string[]>()
  for (const hotkey of hotkeys) {
    const like = alike.get(hotkey)
    const group = like && [...groups].find(([leader]) => like.has(leader))?.[1]
    if (group === undefined) groups.set(hotkey, [hotkey])
    else group.push(hotkey)
  }
  return [...groups.values()]
}

/** A member of a group, as far as being paid for it goes. */
export interface Candidate extends MinerFacts {
  /** Nothing but the likeness speaks against it. */
  readonly isClean: boolean
  /** Its proofs hold. */
  readonly isProven: boolean
}

/**
 * Who of a group is paid: who has nothing else against it, then whose proof holds, then the earliest model commitment,
 * then the earliest registration, then the lowest uid. A copy comes after what it copies in every one of them that it
 * cannot buy, and a proof shows the model itself, which a relay does not have.
 */
export const comparePrecedence = (x: Candidate, y: Candidate): number =>
  Number(y.isClean) - Number(x.isClean) ||
  Number(y.isProven) - Number(x.isProven) ||
  compareBlocks(x.modelBlock, y.modelBlock) ||
  x.registeredBlock - y.registeredBlock ||
  x.uid - y.uid

/** Earlier first; one that never was comes last. */
const compareBlocks = (x: number | undefined, y: number | undefined): number =>
  x === y ? 0 : (x ?? Number.POSITIVE_INFINITY) < (y ?? Number.POSITIVE_INFINITY) ? -1 : 1
