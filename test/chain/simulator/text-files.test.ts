import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureWritable, readText, writeText } from '../../../chain/simulator/text-files.ts'
import { fakeStreams } from '../../support/fake-streams.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'text-files-'))
})
afterAll(() => rm(folder, { recursive: true }))

const brokenStream = (code: string) =>
  new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) })

describe('readText', () => {
  it('takes - for standard input', async () => {
    expect(await readText('-', fakeStreams('hello ü').streams)).toBe('hello ü')
  })

  it('names a file that it cannot read', async () => {
    const missing = join(folder, 'missing.json')
    await expect(readText(missing, fakeStreams().streams)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringContaining(missing),
    })
    await expect(readText(folder, fakeStreams().streams)).rejects.toMatchObject({ code: 'unreadable-file' })
  })
})

describe('writeText', () => {
  it('takes - for standard output, and files otherwise', async () => {
    const { streams, stdoutText } = fakeStreams()
    const file = join(folder, 'out.txt')
    await writeText('-', 'to the stream', streams)
    await writeText(file, 'to the file', streams)
    expect(stdoutText()).toBe('to the stream')
    expect(await readFile(file, 'utf8')).toBe('to the file')
  })

  it('names a file that it cannot write', async () => {
    const error = { code: 'unwritable-file' }
    await expect(writeText(join(folder, 'no', 'out.txt'), '', fakeStreams().streams)).rejects.toMatchObject(error)
    await expect(writeText('-', 'x', { stdout: brokenStream('EIO') })).rejects.toMatchObject(error)
  })

  it('does not mind a reader that leaves early', async () => {
    await expect(writeText('-', 'x', { stdout: brokenStream('EPIPE') })).resolves.toBeUndefined()
  })
})

describe('ensureWritable', () => {
  it('accepts standard output, a new file and an old one', async () => {
    const file = join(folder, 'new.txt')
    await expect(ensureWritable('-')).resolves.toBeUndefined()
    await expect(ensureWritable(file)).resolves.toBeUndefined()
    await writeText(file, 'kept', fakeStreams().streams)
    await expect(ensureWritable(file)).resolves.toBeUndefined()
    expect(await readFile(file, 'utf8')).toBe('kept')
  })

  it('refuses a folder and a file in no folder', async () => {
    await expect(ensureWritable(folder)).rejects.toMatchObject({ code: 'unwritable-file' })
    await expect(ensureWritable(join(folder, 'no', 'x'))).rejects.toMatchObject({ code: 'unwritable-file' })
  })
})
