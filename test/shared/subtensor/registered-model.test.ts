import { describe, expect, test } from 'vitest'
import { fromHex } from '../../../shared/bytes.ts'
import type { CommitmentField } from '../../../shared/subtensor/client.ts'
import { registeredModelOf } from '../../../shared/subtensor/registered-model.ts'

const of = (...fields: readonly CommitmentField[]) => registeredModelOf({ block: 7, fields })
const digest = (hex: string): CommitmentField => ({ tag: 'sha256', digest: fromHex(hex.repeat(32)) })

describe('the registered model of a commitment', () => {
  test('is its first digest, with the block', () => {
    expect(of(digest('ab'))).toEqual({ digest: 'ab'.repeat(32), block: 7 })
    expect(of({ tag: 'other' }, digest('ab'), digest('cd'))).toEqual({ digest: 'ab'.repeat(32), block: 7 })
  })

  test('is none without one', () => {
    expect(registeredModelOf(undefined)).toBeUndefined()
    expect(of()).toBeUndefined()
    expect(of({ tag: 'raw', bytes: new Uint8Array(32) }, { tag: 'other' })).toBeUndefined()
  })
})
