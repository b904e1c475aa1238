import { describe, expect, it } from 'vitest'
import {
  createStateVersionReader,
  decodeRuntimeVersion,
  runtimeVersion,
  stateVersionOf,
} from '../../../chain/node/runtime-version.ts'
import { createOverlay, trieState } from '../../../chain/node/storage/overlay.ts'
import { fromHex, utf8 } from '../../../shared/bytes.ts'
import { encode } from '../../../shared/scale/type.ts'
import { triePut } from '../../../shared/trie/trie.ts'

const version = {
  specName: 'node-subtensor',
  implName: 'node',
  authoringVersion: 1,
  specVersion: 343,
  implVersion: 2,
  apis: [[fromHex('df6acb689907609b'), 5] as const],
  transactionVersion: 1,
  systemVersion: 1,
}

describe('runtime version', () => {
  it('is read from the layout of sp_version', () => {
    const bytes = [
      '386e6f64652d73756274656e736f72',
      '106e6f6465',
      '01000000',
      '57010000',
      '02000000',
      '04df6acb689907609b05000000',
      '01000000',
      '01',
    ]
    expect(decodeRuntimeVersion(fromHex(bytes.join('')))).toEqual(version)
  })

  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
  ])('has with system version %i the state version %i', (systemVersion, expected) => {
    expect(stateVersionOf({ ...version, systemVersion })).toBe(expected)
  })

  it('refuses a system version that it does not know', () => {
    expect(() => stateVersionOf({ ...version, systemVersion: 3 })).toThrow(
      expect.objectContaining({ code: 'unknown-state-version' }),
    )
  })

  it('is asked again when the code in the state is another', () => {
    let calls = 0
    const runtime = {
      call() {
        calls += 1
        return encode(runtimeVersion, { ...version, systemVersion: calls - 1 })
      },
    }
    const read = createStateVersionReader(runtime)
    const first = triePut(undefined, Buffer.from(':code').toString('hex'), utf8('one'), 1)
    expect([1, 2, 3].map(() => read(createOverlay(trieState(first))))).toEqual([0, 0, 0])
    const upgraded = createOverlay(trieState(first))
    upgraded.set(utf8(':code'), utf8('two'))
    expect([read(upgraded), read(upgraded), calls]).toEqual([1, 1, 2])
  })
})
