import type { MinerFacts } from './facts.ts'
import type { PairEvidence } from './pair-evidence.ts'

/** Connected groups of hotkeys (union-find with path halving); alone-standing hotkeys are groups of one. */
export function groupDuplicates(
  hotkeys: readonly string[],
  pairs: Iterable<Pick<PairEvidence, 'a' | 'b'>>,
): readonly (readonly string[])[] {
  const parents = new Map(hotkeys.map((hotkey) => [hotkey, hotkey]))
  const find = (hotkey: string): string => {
    let at = hotkey
    for (;;) {
      const parent = parents.get(at) ?? at
      if (parent === at) return at
      const grandparent = parents.get(parent) ?? parent
      parents.set(at, grandparent)
      at = grandparent
    }
  }
  for (const { a, b } of pairs) if (parents.has(a) && parents.has(b)) parents.set(find(a), find(b))
  const groups = new Map<string, string[]>()
  for (const hotkey of hotkeys) {
    const root = find(hotkey)
    const group = groups.get(root)
    if (group === undefined) groups.set(root, [hotkey])
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
