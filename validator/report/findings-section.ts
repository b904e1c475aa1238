import { code, type Html, paragraph, verdict } from '../../shared/report/page.ts'
import { shortKey } from '../../shared/short-key.ts'
import { longTable } from './long-table.ts'
import { NOTHING } from './numbers.ts'
import type { Report } from './report.ts'

/** What each kind says of a miner. */
const KINDS: Readonly<Record<string, string>> = {
  duplicate: 'answers as another miner does, and may run the same model: they share one place, and one of them is paid',
  relay:
    'is better on tasks that all got than on those that it alone got, or answers by a model that it has not registered: paid for its own work',
  leak: 'knows the references of tasks that nobody can know: not paid',
  downgrade: 'its proofs do not match the model that it has registered: not paid until they do',
  late: 'leaves many rounds without an answer that counts',
}

/** Who counts as one, and who was caught by what, since when. */
export function findingsParts({ groups, findings, miners }: Report): readonly Html[] {
  if (findings.length === 0)
    return [
      paragraph(
        'Nobody was caught by anything, and no two miners count as one. Looked for were copies of answers, answers that come from elsewhere, leaked references, models other than the registered ones, and missed rounds.',
      ),
    ]
  const uids = new Map(miners.map(({ hotkey, uid }) => [hotkey, uid]))
  const name = (hotkey: string): string => {
    const uid = uids.get(hotkey)
    return uid === undefined ? shortKey(hotkey) : `uid ${uid} · ${shortKey(hotkey)}`
  }
  const grouped = groups.map(({ paid, others }) =>
    paragraph(`Count as one: ${others.map(name).join(', ')} and ${name(paid)}, who is paid for all.`),
  )
  const rows = findings.map(({ hotkey, kind, since, until, isHolding, evidence, of }) => [
    code(name(hotkey), hotkey),
    verdict(isHolding ? kind : `${kind}, over`, isHolding ? 'bad' : 'good'),
    isHolding ? `since ${since}` : since === until ? String(since) : `${since} to ${until}`,
    evidence,
    of === null ? NOTHING : code(name(of), of),
  ])
  const seen = [...new Set(findings.map(({ kind }) => kind))]
  return [
    ...grouped,
    ...longTable(
      [
        { title: 'miner' },
        { title: 'caught by' },
        { title: 'rounds', isNumber: true },
        { title: 'evidence' },
        { title: 'paid instead' },
      ],
      rows,
      'finding',
    ),
    ...seen.map((kind) => paragraph(`${kind}: ${KINDS[kind] ?? 'see the evidence'}.`)),
  ]
}
