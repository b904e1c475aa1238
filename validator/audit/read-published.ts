import { isAppError, messageOf } from '../../shared/errors.ts'
import type { Parser } from '../../shared/parser.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { parseJson } from '../../shared/wire/json.ts'
import {
  type PublishedEntry,
  type PublishedHeader,
  type PublishedIdentity,
  type PublishedRound,
  type PublishedRow,
  parseIdentity,
  parseRound,
  parseRounds,
  parseWeights,
} from '../publish/shapes.ts'
import { isSignedBy } from '../publish/signed-body.ts'
import type { Findings } from './deviation.ts'
import type { Source } from './source.ts'

/** What one validator published, signed by it; what is not is a finding and left out. */
export interface Published {
  identity(): Promise<PublishedIdentity | undefined>
  /** All listed rounds, oldest first; `undefined` when the list cannot be read. */
  entries(): Promise<readonly PublishedEntry[] | undefined>
  round(number: number): Promise<PublishedRound | PublishedHeader | undefined>
  /** All rows, oldest first. */
  rows(): Promise<readonly PublishedRow[]>
}

/** Largest bodies: a transcript of 256 miners with 4,096 tasks has some 100 MB. */
const MOST_BYTES = 16_777_216
const MOST_TRANSCRIPT_BYTES = 268_435_456
/** Pages that are followed at most: a server may point ahead for ever. */
const MOST_PAGES = 1_000

interface Body {
  readonly validator: Ss58
  readonly netuid: number
}

/** Reads and checks what comes from a source. */
export function readPublished(
  source: Source,
  { validator, netuid }: { readonly validator: Ss58; readonly netuid: NetUid },
  findings: Findings,
): Published {
  const read = async <T extends Body>(
    path: string,
    parse: Parser<T>,
    { maxBytes = MOST_BYTES, round }: { maxBytes?: number; round?: number } = {},
  ): Promise<T | undefined> => {
    const about = { expected: `${path} from ${source.name}`, ...(round !== undefined && { round }) }
    const got = await source.get(path, maxBytes)
    if (got.tag === 'missing') {
      const what = round === undefined ? ('unreachable' as const) : ('withheld-round' as const)
      findings.add({ ...about, what, size: 1, found: 'nothing there' })
      return undefined
    }
    if (got.tag !== 'body') {
      const what = got.tag === 'refused' ? 'unreachable' : got.tag
      findings.add({ ...about, what, size: got.size, found: got.detail })
      return undefined
    }
    const { body } = got
    const size = body.bytes.length
    if (!isSignedBy(body, validator)) {
      findings.add({ ...about, what: 'bad-signature', size, found: `a signature that ${validator} did not make` })
      return undefined
    }
    try {
      const parsed = parse(parseJson(body.bytes))
      if (parsed.validator === validator && parsed.netuid === netuid) return parsed
      findings.add({ ...about, what: 'unreadable', size, found: `of ${parsed.validator} on netuid ${parsed.netuid}` })
    } catch (error) {
      const found = isAppError(error) ? messageOf(error) : `cannot be parsed: ${messageOf(error)}`
      findings.add({ ...about, what: 'unreadable', size, found })
    }
    return undefined
  }

  return {
    identity: () => read('/identity', parseIdentity),

    async entries() {
      const all: PublishedEntry[] = []
      let from = 0
      for (let page = 0; page < MOST_PAGES; page++) {
        const found = await read(from === 0 ? '/transcripts' : `/transcripts?from=${from}`, parseRounds)
        if (found === undefined) return page === 0 ? undefined : all
        all.push(...found.rounds)
        if (found.next === null) return all
        if (found.next <= from) {
          const texts = { expected: `a page of rounds after ${from}`, found: `one from ${found.next} on` }
          findings.add({ what: 'order', size: from + 1 - found.next, ...texts })
          return all
        }
        from = found.next
      }
      findings.note(`lists more than ${MOST_PAGES} pages of rounds; the rest is not read`)
      return all
    },

    async round(number) {
      const maxBytes = MOST_TRANSCRIPT_BYTES
      const found = await read(`/transcripts/${number}`, parseRound, { maxBytes, round: number })
      if (found === undefined || found.round === number) return found
      const expected = `round ${number}`
      findings.add({ what: 'withheld-round', round: number, size: 1, expected, found: `round ${found.round}` })
      return undefined
    },

    async rows() {
      const all: PublishedRow[] = []
      let before = Number.POSITIVE_INFINITY
      for (let page = 0; page < MOST_PAGES; page++) {
        const path = Number.isFinite(before) ? `/weights?before=${before}` : '/weights'
        const found = await read(path, parseWeights)
        for (const row of found?.rows ?? []) {
          const { block } = row
          const least = Math.min(before, all.at(-1)?.block ?? before)
          all.push(row)
          if (block < least) continue
          const texts = { expected: `a row of before block ${least}`, found: `one of block ${block}` }
          findings.add({ what: 'order', block, size: block + 1 - least, ...texts })
        }
        if (found === undefined || found.next === null || found.next >= before) break
        before = found.next
      }
      return all.sort((a, b) => a.block - b.block)
    },
  }
}
