import type { ScoresOfValidator } from '../scores.ts'

/** What a miner was caught by, over several validators. */
export interface Catch {
  /** `duplicate`, `relay`, `leak`, `downgrade` or `late`. */
  readonly kind: string
  /** How many validators hold it. */
  readonly validators: number
  /** Of the first of them. */
  readonly evidence: string
  /** Hotkey that is paid for the same answers; `null` where only one is concerned. */
  readonly of: string | null
}

/** Findings on one hotkey that hold now, those of most validators first. */
export function catchesOf(hotkey: string, views: readonly (ScoresOfValidator | undefined)[]): readonly Catch[] {
  const found = views.flatMap((miners) => miners?.find((miner) => miner.hotkey === hotkey)?.findings ?? [])
  return [...Map.groupBy(found, ({ kind }) => kind)]
    .flatMap(([kind, [first, ...more]]): Catch[] =>
      first === undefined ? [] : [{ kind, validators: 1 + more.length, evidence: first.evidence, of: first.of }],
    )
    .sort((a, b) => b.validators - a.validators)
}
