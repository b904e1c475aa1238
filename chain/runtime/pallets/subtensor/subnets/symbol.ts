import { toBareHex, utf8 } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

const range = (first: number, last: number, without: readonly number[] = []) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .filter((code) => !without.includes(code))
    .map((code) => String.fromCodePoint(code))

/** Symbols in the order in which they are given out; the first is that of root. Final letter forms are left out. */
const SYMBOLS: readonly Uint8Array[] = [
  'Τ',
  ...range(0x3b1, 0x3c9, [0x3c2]),
  ...range(0x5d0, 0x5ea, [0x5da, 0x5dd, 0x5df, 0x5e3, 0x5e5]),
  ...range(0x561, 0x586),
  ...range(0x10d0, 0x10f0),
  ...range(0x16a0, 0x16ea),
].map(utf8)

/** The symbol of a netuid where it is free, else the first free one, else the common one. */
export function freeSymbol(state: Storage, netuid: number): Uint8Array {
  const taken = new Set([...storage.TokenSymbol.entries(state)].map(([, symbol]) => toBareHex(symbol)))
  const isFree = (symbol: Uint8Array | undefined) => symbol !== undefined && !taken.has(toBareHex(symbol))
  const own = SYMBOLS[netuid]
  const symbol = isFree(own) ? own : SYMBOLS.slice(1).find(isFree)
  return symbol ?? storage.TokenSymbol.def.fallback
}
