import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseHeldOut, readHeldOut, writeHeldOut } from '../../../shared/data/held-out.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { seeded } from '../../support/seeded.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'held-out-'))
})
afterAll(() => rm(folder, { recursive: true }))

const rows = blobs(seeded(1), { rows: 12, width: 3, classes: 2, spread: 1 })
const fileOf = async (): Promise<Uint8Array> => {
  const path = join(folder, 'good')
  await writeHeldOut(path, rows)
  return new Uint8Array(await readFile(path))
}

describe('held-out rows', () => {
  it('come back as they were written', async () => {
    const path = join(folder, 'rows')
    for (const classNames of [
      ['a', 'b'],
      ['ähnlich', '"quoted"\n', ''],
    ]) {
      const given = { ...blobs(seeded(2), { rows: 9, width: 5, classes: classNames.length, spread: 1 }), classNames }
      await writeHeldOut(path, given)
      expect(await readHeldOut(path)).toEqual(given)
    }
  })

  it('can be read by their owner alone, also over an older file, and leave nothing else behind', async () => {
    const path = join(folder, 'secret')
    await writeFile(path, 'older', { mode: 0o644 })
    await writeHeldOut(path, rows)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('are refused when the file is missing', async () => {
    await expect(readHeldOut(join(folder, 'none'))).rejects.toMatchObject({ code: 'no-held-out' })
  })

  it('are refused at every truncation and with anything behind', async () => {
    const bytes = await fileOf()
    const error = expect.objectContaining({ code: 'malformed' })
    for (let length = 0; length < bytes.length; length++)
      expect(() => parseHeldOut(bytes.subarray(0, length), 'x')).toThrow(error)
    expect(() => parseHeldOut(new Uint8Array([...bytes, 0]), 'x')).toThrow(error)
  })

  it.each<[string, number, number]>([
    ['no rows', 8, 0],
    ['rows beyond any memory', 8, 0xffffffff],
    ['no features', 12, 0],
    ['features beyond any memory', 12, 0xffffffff],
    ['names longer than the file', 16, 0xfffffffc],
    ['names of an odd length', 16, 9],
  ])('are refused with %s', async (_, offset, value) => {
    const bytes = await fileOf()
    new DataView(bytes.buffer).setUint32(offset, value, true)
    expect(() => parseHeldOut(bytes, 'x')).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('are refused with a label of no class, a class of no row, and a feature that is not finite', async () => {
    const error = expect.objectContaining({ code: 'malformed' })
    const label = await fileOf()
    new DataView(label.buffer).setUint32(label.length - 4, 2, true)
    expect(() => parseHeldOut(label, 'x')).toThrow(error)
    const empty = await fileOf()
    empty.fill(0, empty.length - 12 * 4)
    expect(() => parseHeldOut(empty, 'x')).toThrow(error)
    const nan = await fileOf()
    new DataView(nan.buffer).setFloat32(nan.length - 12 * 4 - 4, Number.NaN, true)
    expect(() => parseHeldOut(nan, 'x')).toThrow(error)
  })

  it('never bring the reader down with changed bytes', async () => {
    const bytes = await fileOf()
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const changed = bytes.slice()
        changed[at] = value
        try {
          const read = parseHeldOut(changed, 'x')
          expect(read.labels.every((label) => label < read.classNames.length)).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'malformed' })
        }
      }),
      { numRuns: 500 },
    )
  })
})
