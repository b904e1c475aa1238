import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTable } from '../../../shared/data/load-table.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-table-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Loads a file of this name and content. */
async function load(name: string, content: string | Uint8Array, label = 'label') {
  const path = join(folder, name)
  await writeFile(path, content)
  return loadTable(path, { label })
}

const CSV = 'x,label,y\n1,cat,2\n3.5,dog,-4e2\n0,cat,7\n'
const JSONL = '{"x":1,"label":"cat","y":2}\n{"x":3.5,"label":"dog","y":-400}\n\n{"y":7,"label":"cat","x":0}\n'
const EXPECTED = {
  features: Float32Array.of(1, 2, 3.5, -400, 0, 7),
  width: 2,
  labels: Uint32Array.of(0, 1, 0),
  classNames: ['cat', 'dog'],
  featureNames: ['x', 'y'],
}

describe('loadTable', () => {
  it.each([
    ['CSV', 'a.csv', CSV],
    ['zipped CSV', 'a.csv.gz', gzipSync(CSV)],
    ['JSON lines, keys in any order', 'a.jsonl', JSONL],
    ['an upper-case ending', 'a.CSV', CSV],
    ['Windows line ends', 'b.csv', CSV.replaceAll('\n', '\r\n')],
    ['a byte order mark', 'c.csv', `\uFEFF${CSV}`],
    ['no newline at the end', 'd.csv', CSV.trimEnd()],
    ['empty lines', 'e.csv', CSV.replaceAll('\n', '\n\n')],
    ['quotes and spaces', 'f.csv', '"x", label ,y\n"1",cat, 2\n3.5,"dog",-4e2\n0,cat ,7\n'],
    ['JSON lines with Windows line ends', 'g.jsonl', JSONL.replaceAll('\n', '\r\n')],
  ])('reads %s', async (_, name, content) => {
    expect(await load(name, content)).toEqual(EXPECTED)
  })

  it('takes the label column by name', async () => {
    const table = await load('kind.csv', 'kind,a\nu,1\nv,2\n', 'kind')
    expect(table.classNames).toEqual(['u', 'v'])
    expect(table.featureNames).toEqual(['a'])
  })

  it('orders numeric classes by value and others by name, whatever comes first', async () => {
    expect((await load('n.csv', 'a,label\n1,10\n1,9\n1,2\n')).classNames).toEqual(['2', '9', '10'])
    expect((await load('t.csv', 'a,label\n1,b\n1,a\n1,c\n')).classNames).toEqual(['a', 'b', 'c'])
    expect((await load('j.jsonl', '{"a":1,"label":true}\n{"a":2,"label":false}\n')).classNames).toEqual([
      'false',
      'true',
    ])
  })

  it('reads thousands of rows in parts', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},${i % 3},${i / 8}`)
    const table = await load('many.csv', `a,label,b\n${rows.join('\n')}\n`)
    expect(table.labels.length).toBe(5000)
    expect(table.features.length).toBe(10_000)
    expect(table.features[9999]).toBe(4999 / 8)
    expect(table.labels[4999]).toBe(4999 % 3)
  })

  it('gives back the numbers that were written', async () => {
    const rows = fc.array(
      fc.tuple(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.float({ noNaN: true, noDefaultInfinity: true })),
      { minLength: 2, maxLength: 50 },
    )
    await fc.assert(
      fc.asyncProperty(rows, async (values) => {
        const lines = values.map(([a, b], i) => `${a},${i % 2},${b}`).join('\n')
        const { features } = await load('property.csv', `a,label,b\n${lines}\n`)
        // Text has no minus zero.
        expect(Array.from(features, (v) => v + 0)).toEqual(values.flat().map((v) => v + 0))
      }),
      { numRuns: 40 },
    )
  })
})

describe('loadTable refuses', () => {
  const zipped = gzipSync(CSV + '1,cat,2\n'.repeat(500))
  it.each<[string, string, string, string | Uint8Array, RegExp]>([
    [
      'a missing label column, listing what there is',
      'missing-label-column',
      'a.csv',
      'x,klass\n1,a\n',
      /"label".*--label.*x, klass/,
    ],
    ['a missing label key', 'missing-label-column', 'a.jsonl', '{"x":1}\n', /found: x/],
    ['a word among numbers', 'not-a-number', 'a.csv', 'x,y,label\n1,2,a\n3,red,b\n', /row 2, column "y" holds "red"/],
    ['an empty cell', 'not-a-number', 'a.csv', 'x,y,label\n1,,a\n', /row 1, column "y" holds ""/],
    ['NaN', 'not-a-number', 'a.csv', 'x,label\nNaN,a\n', /row 1, column "x" holds "NaN"/],
    ['infinity', 'not-a-number', 'a.csv', 'x,label\n1,b\nInfinity,a\n', /row 2/],
    ['a number beyond float32', 'not-a-number', 'a.csv', 'x,label\n1e39,a\n', /row 1/],
    ['null in JSON', 'not-a-number', 'a.jsonl', '{"x":null,"label":"a"}\n', /row 1, column "x" holds null/],
    ['a list in JSON', 'not-a-number', 'a.jsonl', '{"x":[1],"label":"a"}\n', /holds \[1\]/],
    ['a truth value in JSON', 'not-a-number', 'a.jsonl', '{"x":true,"label":"a"}\n', /holds true/],
    ['one class only', 'one-class', 'a.csv', 'x,label\n1,a\n2,a\n', /2 rows is of class "a"/],
    ['an empty label', 'empty-label', 'a.csv', 'x,label\n1,a\n2, \n', /row 2 has no label/],
    ['a null label', 'empty-label', 'a.jsonl', '{"x":1,"label":null}\n', /row 1/],
    [
      'measurements as labels',
      'too-many-classes',
      'a.csv',
      `x,label\n${Array.from({ length: 1100 }, (_, i) => `1,${i}`).join('\n')}\n`,
      /1000/,
    ],
    ['an empty file', 'empty-data', 'a.csv', '', /empty/],
    ['an empty JSON lines file', 'empty-data', 'a.jsonl', '\n\n', /empty/],
    ['an empty zipped file', 'empty-data', 'a.csv.gz', gzipSync(''), /empty/],
    ['a header alone', 'empty-data', 'a.csv', 'x,label\n', /no rows/],
    ['a label column alone', 'no-features', 'a.csv', 'label\na\nb\n', /columns of numbers/],
    [
      'a row that is too short',
      'ragged-row',
      'a.csv',
      'x,y,label\n1,2,a\n1,b\n',
      /row 2 has 2 values; the header has 3/,
    ],
    ['a row that is too long', 'ragged-row', 'a.csv', 'x,label\n1,a,9\n', /row 1 has 3 values/],
    ['a missing key', 'ragged-row', 'a.jsonl', '{"x":1,"label":"a"}\n{"label":"b"}\n', /line 2/],
    ['an extra key', 'ragged-row', 'a.jsonl', '{"x":1,"label":"a"}\n{"x":1,"label":"b","z":1}\n', /line 2/],
    ['a column twice', 'duplicate-column', 'a.csv', 'x,x,label\n1,2,a\n', /"x"/],
    ['a gzip file cut short', 'broken-gzip', 'a.csv.gz', zipped.subarray(0, zipped.length - 20), /no intact gzip/],
    ['a gzip ending without gzip', 'broken-gzip', 'b.csv.gz', CSV, /no intact gzip/],
    ['a quote that never closes', 'malformed-data', 'a.csv', 'x,label\n"1,a\n', /no valid CSV/],
    ['a line that is no JSON', 'malformed-data', 'a.jsonl', '{"x":1,"label":"a"}\n{x:1}\n', /line 2 is no JSON/],
    ['a JSON list', 'malformed-data', 'a.jsonl', '[1,2]\n', /line 1 is no JSON object/],
    ['an unknown ending', 'unknown-format', 'a.parquet', 'PAR1', /\.csv, \.csv\.gz, \.jsonl/],
  ])('%s', async (_, code, name, content, message) => {
    const error = await load(name, content).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code })
    expect(String(error)).toMatch(message)
    expect(String(error)).toContain(name)
    expect(String(error)).not.toContain('\n')
  })

  it.each(['none.csv', 'none.csv.gz', 'none.jsonl'])('a file that does not exist: %s', async (name) => {
    await expect(loadTable(join(folder, name), { label: 'label' })).rejects.toMatchObject({ code: 'data-not-found' })
  })

  it('a folder', async () => {
    const path = await mkdtemp(join(folder, 'x'))
    await expect(loadTable(`${path}.csv/`, { label: 'label' })).rejects.toMatchObject({ code: 'unknown-format' })
    for (const name of ['folder.csv', 'folder.csv.gz', 'folder.jsonl']) {
      const inside = join(folder, name)
      await mkdir(inside)
      await expect(loadTable(inside, { label: 'label' })).rejects.toMatchObject({ code: 'data-not-found' })
    }
  })
})
