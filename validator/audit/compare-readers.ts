import type { PublishedEntry, PublishedIdentity } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'
import { differencesOf } from './differences.ts'
import type { Published } from './read-published.ts'

/**
 * What a validator published, held against what another reader got from it: both are signed, so that whatever differs
 * shows that it tells different readers different things. What changes with time, as secrets are opened and old answers
 * dropped, is left out, and so is what the other reader has not got.
 * @param other as read from the other reader's files; what is wrong with those is nobody's fault here.
 */
export function comparing(published: Published, other: Published, findings: Findings): Published {
  const compare = (about: { readonly round?: number; readonly block?: number }, found: unknown, theirs: unknown) => {
    const [first, ...more] = differencesOf(found, theirs)
    if (first === undefined) return
    const texts = { expected: `${first.expected}, as another reader got it`, found: first.found }
    findings.add({ ...about, what: 'inconsistent', size: 1 + more.length, ...texts })
  }

  let identity: PublishedIdentity | undefined
  /** When both got rounds that were played by the later of the two retentions, it is one and the same. */
  const compareRetention = (theirs: PublishedIdentity | undefined, newestOfBoth: number): void => {
    if (!identity?.kept || !theirs?.kept) return
    const since = Math.max(identity.kept.since, theirs.kept.since)
    if (since < newestOfBoth) compare({ round: since }, retentionOf(identity), retentionOf(theirs))
  }

  return {
    async identity() {
      identity = await published.identity()
      return identity
    },
    async entries() {
      const found = await published.entries()
      const list = await other.entries()
      const theirs = new Map(list?.map((entry) => [entry.round, entry]))
      compareRetention(await other.identity(), Math.min(found?.at(-1)?.round ?? 0, list?.at(-1)?.round ?? 0))
      for (const entry of found ?? []) {
        const known = theirs.get(entry.round)
        if (known !== undefined)
          compare({ round: entry.round, block: entry.block.number }, lasting(entry), lasting(known))
      }
      return found
    },
    async round(number) {
      const found = await published.round(number)
      const theirs = await other.round(number)
      if (found?.kind === 'round' && theirs?.kind === 'round')
        compare({ round: number, block: found.block.number }, found, theirs)
      return found
    },
    async rows() {
      const found = await published.rows()
      const theirs = new Map((await other.rows()).map((row) => [row.block, row]))
      for (const row of found) {
        const known = theirs.get(row.block)
        if (known !== undefined) compare({ block: row.block }, row, known)
      }
      return found
    },
  }
}

/** What stays of an entry as long as it is listed. */
const lasting = ({ isOpened: _, isKept: __, ...entry }: PublishedEntry) => entry

const retentionOf = ({ keepRounds, keepAnswers, kept }: PublishedIdentity) => ({ keepRounds, keepAnswers, kept })
