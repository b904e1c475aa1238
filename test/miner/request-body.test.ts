import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bodyBytes, readBody } from '../../miner/request-body.ts'
import { serveHttp } from '../support/loopback.ts'

describe('a body', () => {
  it('that is packed is read no further than allowed, however small it came', async () => {
    const packed = gzipSync(Buffer.alloc(50_000_000))
    expect(packed.length).toBeLessThan(100_000)
    const { port } = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed)
    })
    const response = await fetch(`http://127.0.0.1:${port}/`)
    let read = 0
    const counted = response.body?.pipeThrough(
      new TransformStream({
        transform(chunk, controller) {
          read += chunk.length
          controller.enqueue(chunk)
        },
      }),
    )
    const message = new Response(counted ?? null, { headers: response.headers })
    await expect(readBody(message, 100_000)).rejects.toMatchObject({ code: 'body-too-large' })
    expect(read).toBeLessThan(2_000_000)
  })

  it('is the bytes that were sent, declared or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, isDeclared) => {
        const headers = isDeclared ? { 'content-length': String(bytes.length) } : {}
        const request = new Request('http://miner/', { method: 'POST', body: Buffer.from(bytes), headers })
        expect(await readBody(request, 300)).toEqual(bytes)
      }),
    )
  })

  it('takes what it declares, and all that is allowed when it declares nothing of use', () => {
    const declared = (length: string | undefined) =>
      bodyBytes({ headers: new Headers(length === undefined ? {} : { 'content-length': length }) }, 100)
    expect([declared('7'), declared('0'), declared('100')]).toEqual([7, 0, 100])
    for (const odd of [undefined, '101', '-1', 'many', 'Infinity']) expect(declared(odd)).toBe(100)
  })
})
