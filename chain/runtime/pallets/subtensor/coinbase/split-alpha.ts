import { U96F32 } from '../../../../yuma/fixed.ts'

export interface AlphaSplitInput {
  /** Rao that the subnet's emission curve gives in one block. */
  readonly alphaEmission: bigint
  /** Share of the owner, of 65535; `undefined` when the owner cut is off. */
  readonly ownerCut: number | undefined
  /** Share of root stake in all stake, raw U96F32. */
  readonly rootProportion: bigint
}

/** Whole rao for each pending counter. Their sum can be a few rao short: fractions are not issued. */
export interface AlphaSplit {
  readonly owner: bigint
  readonly server: bigint
  readonly validator: bigint
  readonly root: bigint
}

const FULL_SHARE = U96F32.fromInteger(65_535n)
const HALF = U96F32.one / 2n

let last: { readonly input: AlphaSplitInput; readonly split: AlphaSplit } | undefined

/** Splits one block's emission among owner, miners, validators and root stakers (subtensor coinbase/run_coinbase.rs). */
export function splitAlpha(input: AlphaSplitInput): AlphaSplit {
  // Without root stake, it is the same block after block.
  if (last === undefined || !isSame(last.input, input)) last = { input, split: findSplit(input) }
  return last.split
}

const isSame = (a: AlphaSplitInput, b: AlphaSplitInput): boolean =>
  a.alphaEmission === b.alphaEmission && a.ownerCut === b.ownerCut && a.rootProportion === b.rootProportion

function findSplit({ alphaEmission, ownerCut, rootProportion }: AlphaSplitInput): AlphaSplit {
  const all = U96F32.fromInteger(alphaEmission)
  const cut = ownerCut === undefined ? 0n : U96F32.divide(U96F32.fromInteger(BigInt(ownerCut)), FULL_SHARE)
  const owner = U96F32.mul(all, cut)
  const rest = U96F32.sub(all, owner)
  const root = U96F32.mul(U96F32.mul(rootProportion, rest), HALF)
  const server = U96F32.mul(rest, HALF)
  const validator = U96F32.sub(U96F32.sub(rest, server), root)
  return {
    owner: U96F32.floor(owner),
    server: U96F32.floor(server),
    validator: U96F32.floor(validator),
    root: U96F32.floor(root),
  }
}
