import { option, struct, tuple, variant, vec } from '../../shared/scale/compound.ts'
import { bool, str, u16, u64 } from '../../shared/scale/primitives.ts'
import { decode, encode, type Value } from '../../shared/scale/type.ts'

// Not run: `tsc` checks that every line marked below is an error and no other is.

const pair = struct(['Pair'], { a: u16, b: option(u64) })
const shape = variant(['Shape'], {
  Nothing: { index: 0 },
  Point: { index: 1, fields: [u16, bool] },
  Named: { index: 2, fields: { text: str } },
})

encode(u16, 1)
// @ts-expect-error a u16 is a number
encode(u16, 1n)
// @ts-expect-error a u64 is a bigint
encode(u64, 1)
encode(vec(u16), [1, 2])
// @ts-expect-error one item is no number
encode(vec(u16), [1, '2'])
encode(tuple(u16, bool), [1, true])
// @ts-expect-error too few
encode(tuple(u16, bool), [1])
encode(pair, { a: 1, b: undefined })
// @ts-expect-error a field is missing
encode(pair, { a: 1 })
// @ts-expect-error no such field
encode(pair, { a: 1, b: 2n, c: 3 })
encode(shape, { tag: 'Nothing' })
encode(shape, { tag: 'Point', value: [1, true] })
encode(shape, { tag: 'Named', value: { text: 'x' } })
// @ts-expect-error no such variant
encode(shape, { tag: 'Line' })
// @ts-expect-error the value of another variant
encode(shape, { tag: 'Point', value: { text: 'x' } })
// @ts-expect-error a variant without fields has no value
encode(shape, { tag: 'Nothing', value: [1] })

const read: Value<typeof pair> = decode(pair, new Uint8Array())
// @ts-expect-error the option must be looked at first
export const sum: bigint = read.b + 1n
// @ts-expect-error what was read is read-only
read.a = 2
