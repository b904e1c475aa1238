import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openChainDb } from '../../../../chain/node/storage/chain-db.ts'
import { utf8 } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)

const directories: string[] = []
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})
const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'meritnet-db-'))
  directories.push(directory)
  return directory
}

const hashOf = (number: number): Uint8Array => blake2b256(utf8(`block ${number}`))
const block = (number: number, changes: readonly [string, string | undefined][] = [], isFinal = true) => ({
  number,
  hash: hashOf(number),
  header: utf8(`header ${number}`),
  body: utf8(`body ${number}`),
  timestampMs: 1000 * number,
  isFinal,
  changes: changes.map(([path, value]) => ({
    path,
    value: value === undefined ? undefined : utf8(value),
    stateVersion: 1 as const,
  })),
})

describe('chain database', () => {
  it.each([
    ['in memory', () => undefined],
    ['in a directory', newDirectory],
  ])('stores blocks %s and finds them by number and hash', (_, basePath) => {
    const db = openChainDb(basePath())
    expect([db.last(), db.lastFinal()]).toEqual([undefined, undefined])
    for (const number of [0, 1, 2]) db.append(block(number))
    const { changes: _changes, ...stored } = block(1)
    expect(db.block(1)).toEqual(stored)
    expect(db.numberOf(hashOf(2))).toBe(2)
    expect(db.last()?.number).toBe(2)
    expect([db.block(3), db.numberOf(hashOf(3))]).toEqual([undefined, undefined])
    db.close()
  })

  it('makes a block final with all before it', () => {
    const db = openChainDb(undefined)
    db.append(block(0))
    for (const number of [1, 2, 3]) db.append(block(number, [], false))
    expect(db.lastFinal()?.number).toBe(0)
    db.finalize(2)
    expect(db.lastFinal()?.number).toBe(2)
    db.append(block(4))
    expect([1, 2, 3, 4].map((number) => db.block(number)?.isFinal)).toEqual([true, true, true, true])
    db.close()
  })

  it('tells what a block wrote, in order, deletions and empty values apart', () => {
    const db = openChainDb(undefined)
    db.append(block(0, [['aa', 'x']]))
    const changes: [string, string | undefined][] = [
      ['aa', undefined],
      ['ab', ''],
      ['ff00', 'y'],
    ]
    db.append(block(1, changes))
    db.append(block(2))
    expect(db.changes(1)).toEqual([
      { path: 'aa', value: undefined },
      { path: 'ab', value: new Uint8Array(0) },
      { path: 'ff00', value: utf8('y') },
    ])
    expect(db.changes(2)).toEqual([])
    db.close()
  })

  it('stores nothing of a block that cannot be stored whole', () => {
    const db = openChainDb(undefined)
    db.append(block(0, [['aa', 'x']]))
    const sameHash = { ...block(1, [['bb', 'y']]), hash: hashOf(0) }
    expect(() => db.append(sameHash)).toThrow(expect.objectContaining({ code: 'storage-failed' }))
    expect([db.last()?.number, db.valueAt(1, 'bb')]).toEqual([0, undefined])
    db.append(block(1, [['bb', 'z']]))
    expect(db.valueAt(1, 'bb')).toEqual(utf8('z'))
    db.close()
  })
})
