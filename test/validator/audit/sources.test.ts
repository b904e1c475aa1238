import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../shared/clock.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { silentLogger } from '../../../shared/log.ts'
import { serve } from '../../../shared/wire/serve.ts'
import { createFolderSource, savingIn } from '../../../validator/audit/folder-source.ts'
import { createHttpSource } from '../../../validator/audit/http-source.ts'
import { givingUp } from '../../../validator/audit/patient-source.ts'
import { createPublishApp } from '../../../validator/publish/app.ts'
import { isSignedBy } from '../../../validator/publish/signed-body.ts'
import { closedPort, serveHttp, serveTcp } from '../../support/loopback.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { VALIDATOR } from '../support/round.ts'
import { audit, type Played, playedValidator } from './support/played.ts'

let played: Played
beforeAll(async () => {
  await cryptoReady()
  played = await playedValidator({ epochs: 4 })
})

const source = ({ ip, port }: { ip: string; port: number }, timeoutMs = 20_000) =>
  createHttpSource(`http://${ip}:${port}`, systemClock, { timeoutMs, tries: 3 })

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meritnet-saved-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What the played validator publishes, on a port of this machine. */
async function published() {
  const bodyAt = (path: string) => played.bodies.get(path)!
  const app = createPublishApp({
    publication: {
      identity: () => bodyAt('/identity'),
      rounds: () => bodyAt('/transcripts'),
      round: (id) => bodyAt(`/transcripts/${id}`),
      weights: () => bodyAt('/weights'),
    },
    hotkey: VALIDATOR.ss58,
    clock: systemClock,
    log: silentLogger,
    addressOf: () => 'here',
  })
  const listener = await serve({ name: 'test', fetch: app.fetch, host: '127.0.0.1', port: 0, clock: systemClock })
  onTestFinished(() => listener.close())
  return { ip: '127.0.0.1', port: listener.port }
}

describe('transcripts over HTTP', () => {
  it('are audited as they come, saved, and audited again from the folder', async () => {
    const folder = temporaryFolder()
    const saved = join(folder, VALIDATOR.ss58)
    const live = await audit(played, { source: savingIn(saved, source(await published())) })
    expect(live.verdict).toBe('clean')
    const again = await audit(played, { source: createFolderSource(saved) })
    expect(again.verdict).toBe('clean')
    expect(again.validators[0]?.rounds).toEqual(live.validators[0]?.rounds)

    truncateSync(join(saved, 'transcripts/3.json'), 1_000)
    rmSync(join(saved, 'transcripts/5.json'))
    writeFileSync(join(saved, 'transcripts/4.json.sig'), 'x'.repeat(10_000))
    const { validators } = await audit(played, { source: createFolderSource(saved) })
    expect(validators[0]?.deviations.map(({ what, round }) => [what, round])).toEqual([
      ['bad-signature', 3],
      ['bad-signature', 4],
      ['withheld-round', 5],
    ])
  })

  it('keep their bytes and their signature', async () => {
    const got = await source(await published()).get('/transcripts/2', 1e6)
    expect(got.tag === 'body' && isSignedBy(got.body, VALIDATOR.ss58)).toBe(true)
  })
})

describe('a server that', () => {
  it('is not there is unreachable', async () => {
    expect(await source(await closedPort()).get('/identity', 1e6)).toMatchObject({ tag: 'unreachable' })
  })

  it('announces ten gigabytes is cut off before the first', async () => {
    const huge = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-length': '10000000000' })
      response.write('{')
    })
    expect(await source(huge).get('/weights', 1e6)).toEqual({
      tag: 'too-large',
      detail: '10000000000 bytes',
      size: 1e10,
    })
  })

  it('sends without an end is cut off at the limit', async () => {
    const endless = await serveHttp((_, response) => {
      const more = (): void =>
        void (
          response.destroyed ||
          (response.write(Buffer.alloc(65_536)) ? setImmediate(more) : response.once('drain', more))
        )
      more()
    })
    expect(await source(endless).get('/weights', 1e6)).toMatchObject({ tag: 'too-large' })
  })

  it('sends a byte now and then is too slow', async () => {
    const slow = await serveHttp((_, response) => void response.writeHead(200).write('{'))
    expect(await source(slow, 200).get('/weights', 1e6)).toMatchObject({ tag: 'too-slow', size: 0.2 })
  })

  it('never answers is too slow', async () => {
    expect(await source(await serveTcp(() => {}), 200).get('/weights', 1e6)).toMatchObject({ tag: 'too-slow' })
  })

  it('speaks no HTTP, sends elsewhere or breaks off is unreachable', async () => {
    const rubbish = await serveTcp((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'))
    const elsewhere = await serveHttp(
      (_, response) => void response.writeHead(302, { location: 'http://10.0.0.1' }).end(),
    )
    const broken = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{', () => response.destroy())
    })
    for (const server of [rubbish, elsewhere, broken])
      expect(await source(server).get('/weights', 1e6)).toMatchObject({ tag: 'unreachable' })
  })

  it('asks to wait is asked again, and for ever is refused', async () => {
    let asked = 0
    const busy = await serveHttp((_, response) => {
      asked++
      response.writeHead(asked % 3 === 0 ? 200 : 429, { 'retry-after': '0' }).end('{}')
    })
    expect(await source(busy).get('/weights', 1e6)).toMatchObject({ tag: 'body' })
    const never = await serveHttp((_, response) => void response.writeHead(429, { 'retry-after': '0' }).end())
    expect(await source(never).get('/weights', 1e6)).toMatchObject({ tag: 'refused' })
  })

  it('fails is a deviation, and the audit ends', async () => {
    const failing = await serveHttp((_, response) => void response.writeHead(500).end())
    const { validators, verdict } = await audit(played, { source: source(failing) })
    expect(verdict).toBe('deviations')
    expect(validators[0]?.deviations).toMatchObject([
      { what: 'unreachable', severity: 'fault', found: 'answered HTTP 500' },
    ])
  })
})

it('a server that hangs at every round is given up, and costs the time of a few bodies', async () => {
  let asked = 0
  const source = {
    name: 'hanging',
    async get(path: string) {
      const body = played.bodies.get(path)
      if (!path.startsWith('/transcripts/') && body !== undefined) return { tag: 'body' as const, body }
      asked++
      return { tag: 'too-slow' as const, detail: 'no whole body within 60 s', size: 60 }
    },
  }
  const { validators } = await audit(played, { source })
  expect(validators[0]).toMatchObject({ verdict: 'faulty', rounds: { replayed: 0 } })
  expect(validators[0]?.rounds.opened).toBeGreaterThan(5)
  expect(asked).toBe(5)
})

it('a server that lets every body drip in just in time is given up when all have taken too long', async () => {
  const clock = createManualClock()
  let asked = 0
  const source = {
    name: 'dripping',
    async get() {
      asked++
      await clock.advance(900)
      return { tag: 'missing' as const }
    },
  }
  const patient = givingUp(source, { clock, timeoutMs: 1_000 })
  for (let i = 0; i < 100; i++) await patient.get('/transcripts/1', 1e6)
  expect(asked).toBe(34)
  expect(await patient.get('/transcripts/1', 1e6)).toMatchObject({ tag: 'too-slow', size: 31 })
})

it('whatever goes wrong with one validator, the audit goes on and says so', async () => {
  const source = {
    name: 'broken',
    get: () => Promise.reject(new TypeError('undefined is not a function')),
  }
  const { validators, verdict } = await audit(played, { source })
  expect(verdict).toBe('not-audited')
  expect(validators[0]?.notes.join()).toMatch(/cannot be audited: undefined is not a function/)
})

it('a validator that announces no transcripts cannot be audited', async () => {
  const { validators, verdict } = await audit(played, {}, { openSource: () => undefined })
  expect(verdict).toBe('not-audited')
  expect(validators[0]?.notes[0]).toMatch(/announces no transcripts/)
})
