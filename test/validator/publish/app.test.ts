import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { AppError } from '../../../shared/errors.ts'
import { silentLogger } from '../../../shared/log.ts'
import { createPublishApp } from '../../../validator/publish/app.ts'
import type { Publication } from '../../../validator/publish/publication.ts'
import { HOTKEY_HEADER, isSignedBy, SIGNATURE_HEADER, signBody } from '../../../validator/publish/signed-body.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { VALIDATOR } from '../support/round.ts'

beforeAll(cryptoReady)

function serveFake({ address = () => '10.0.0.1' }: { address?: () => string } = {}) {
  const clock = createManualClock()
  const made: string[] = []
  const body = (name: string) => {
    made.push(name)
    return signBody(new TextEncoder().encode(JSON.stringify({ name })), VALIDATOR)
  }
  const publication: Publication = {
    identity: () => body('identity'),
    rounds: (from) => body(`rounds ${from}`),
    round: (id) => {
      if (id > 9) throw new AppError('not-found', `round ${id} is not here`)
      return body(`round ${id}`)
    },
    weights: (before) => body(`weights ${before}`),
  }
  const hotkey = VALIDATOR.ss58
  const app = createPublishApp({ publication, hotkey, clock, log: silentLogger, addressOf: address })
  return { app, clock, made }
}

describe('published transcripts', () => {
  it.each([
    ['/identity', 'identity'],
    ['/transcripts', 'rounds 0'],
    ['/transcripts?from=7', 'rounds 7'],
    ['/transcripts/4', 'round 4'],
    ['/weights?before=100', 'weights 100'],
  ])('%s is signed over its very bytes', async (path, name) => {
    const response = await serveFake().app.request(path)
    expect(response.status).toBe(200)
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({ name })
    const signature = response.headers.get(SIGNATURE_HEADER) ?? ''
    expect(response.headers.get(HOTKEY_HEADER)).toBe(VALIDATOR.ss58)
    expect(isSignedBy({ bytes, signature }, VALIDATOR.ss58)).toBe(true)
    expect(isSignedBy({ bytes: Uint8Array.of(...bytes, 32), signature }, VALIDATOR.ss58)).toBe(false)
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/)
  })

  it('are not sent again to who has them, and not made again for who asks a moment later', async () => {
    const { app, made, clock } = serveFake()
    const first = await app.request('/transcripts/4')
    const etag = first.headers.get('etag') ?? ''
    expect((await app.request('/transcripts/4', { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect(made).toEqual(['round 4'])
    await clock.advance(2_000)
    expect((await app.request('/transcripts/4', { headers: { 'if-none-match': etag } })).status).toBe(200)
    expect(made).toEqual(['round 4', 'round 4'])
  })

  it.each([
    ['/transcripts/10', 404],
    ['/transcripts/one', 400],
    ['/transcripts/-1', 400],
    ['/transcripts/1e3', 400],
    ['/transcripts/99999999999999999999', 400],
    ['/transcripts?from=x', 400],
    ['/transcripts?from=1%27%20OR%201=1', 400],
    ['/weights?before=', 400],
    ['/../etc/passwd', 404],
    ['/', 404],
  ])('%s is a problem with status %i', async (path, status) => {
    const response = await serveFake().app.request(path)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is not taken', async (method) => {
    const { app, made } = serveFake()
    const response = await app.request('/weights', { method, body: 'x' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(made).toEqual([])
  })

  it('limit who asks too often, whatever of its addresses it comes from', async () => {
    let count = 0
    const { app, clock } = serveFake({ address: () => `2001:db8:1:2:${(++count).toString(16)}::1` })
    const statuses: number[] = []
    for (let i = 0; i < 90; i++) statuses.push((await app.request('/identity')).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    const refused = await app.request('/identity')
    expect(refused.headers.get('retry-after')).toBe('1')
    await clock.advance(1_000)
    expect((await app.request('/identity')).status).toBe(200)
  })

  it('are not made again for another spelling of the same question', async () => {
    const { app, made } = serveFake()
    for (const path of ['/transcripts/4', '/transcripts/4?x=1', '/transcripts/04', '/transcripts/4?x=2&y'])
      expect((await app.request(path)).status).toBe(200)
    for (const path of ['/weights', '/weights?y=1', '/transcripts', '/transcripts?from=0', '/transcripts?from=00'])
      expect((await app.request(path)).status).toBe(200)
    expect(made).toEqual(['round 4', `weights ${Number.MAX_SAFE_INTEGER}`, 'rounds 0'])
  })

  it('hide what fails inside', async () => {
    const { app } = serveFake({
      address: () => {
        throw new Error('secret detail')
      },
    })
    const response = await app.request('/identity')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret detail')
  })
})
