import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromHex, utf8 } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { AppError } from '../../shared/errors.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { toNs } from '../../shared/wire/auth-window.ts'
import { isFree } from '../support/loopback.ts'
import { newModel, tasks, useMiners } from './use-miners.ts'

const m = useMiners()

describe('a miner', () => {
  it('registers, announces its axon and answers with its model', async () => {
    const miner = m.start()
    const port = await miner.port
    expect(m.chain.writes).toEqual([
      { tag: 'register', netuid: 3, hotkey: m.hotkey.ss58, coldkey: keypairFromUri('//Alice').ss58 },
      { tag: 'set-commitment', hotkey: m.hotkey.ss58, fields: [{ tag: 'sha256', digest: fromHex(m.digest) }] },
      { tag: 'serve-axon', hotkey: m.hotkey.ss58, ip: '10.1.2.3', port },
    ])
    const { answers, model } = await m.play(port)
    expect(glyphs.parseAnswers(answers, tasks)).toHaveLength(4)
    expect(model).toBe(m.digest)
    expect((await m.ask(port, { sender: keypairFromUri('//S') })).status).toBe(403)
    await miner.stop()
  })

  it('announces the port that a router forwards', async () => {
    const miner = m.start({ externalPort: 9000 })
    await miner.port
    expect(m.chain.writes.at(-1)).toMatchObject({ tag: 'serve-axon', port: 9000 })
    await miner.stop()
  })

  it('goes on after a restart without paying or announcing again', async () => {
    const first = m.start()
    const port = await first.port
    await first.stop()
    const written = m.chain.writes.length
    const second = m.start({ port })
    expect(await second.port).toBe(port)
    expect(m.chain.writes).toHaveLength(written)
    expect((await m.ask(port)).status).toBe(200)
    await second.stop()
  })

  it('registers the digest of another model after a restart', async () => {
    const first = m.start()
    await first.port
    await first.stop()
    const model = join(m.folder, 'other.onnx')
    const bytes = newModel()
    await writeFile(model, bytes)
    const second = m.start({ model })
    await second.port
    expect(m.chain.writes.filter(({ tag }) => tag === 'set-commitment').at(-1)).toMatchObject({
      fields: [{ tag: 'sha256', digest: fromHex(sha256Hex(bytes)) }],
    })
    await second.stop()
  })

  it('serves when the chain does not take the digest of its model', async () => {
    m.chain.failNext(
      'setCommitment',
      new AppError('extrinsic-failed', 'full', { error: 'Commitments.SpaceLimitExceeded' }),
    )
    const miner = m.start()
    expect((await m.ask(await miner.port)).status).toBe(200)
    expect(miner.lines.join()).toContain('the model could not be registered')
    await miner.stop()
  })

  it('refuses what was signed before it started', async () => {
    const earlier = toNs(systemClock.now())
    const miner = m.start()
    const port = await miner.port
    const body = utf8('{}')
    const signed = signRequest({
      method: 'POST',
      target: '/commit',
      body,
      sender: m.validator,
      receiver: m.hotkey.ss58,
      nonceNs: earlier,
    })
    const headers = { 'content-type': 'application/json', ...signed }
    const response = await fetch(`http://127.0.0.1:${port}/commit`, { method: 'POST', body: '{}', headers })
    expect(await response.json()).toMatchObject({ code: 'nonce-too-old' })
    await miner.stop()
  })

  it('frees its port when it stops', async () => {
    const miner = m.start()
    const port = await miner.port
    await m.ask(port)
    await miner.stop()
    expect(await isFree(port)).toBe(true)
  })

  it('stops at once when it was told to while it started', async () => {
    const miner = m.start()
    await miner.stop()
    expect(miner.lines).toContain('serving')
  })

  it('passes on the answers of another miner when it is told to', async () => {
    const victim = m.start()
    const victimPort = await victim.port
    const uid = await m.chain.uidOf(m.chain.netuid, m.hotkey.ss58)
    // The chain takes no loopback address, so the test announces it itself.
    m.chain.changeNeuron(Number(uid), { axon: { ip: '127.0.0.1', port: victimPort, version: 1, block: 1 } })
    const model = join(m.folder, 'own.onnx')
    await writeFile(model, newModel())
    const bob = keypairFromUri('//Bob_hk').ss58
    m.chain.addNeuron({ hotkey: bob, validatorPermit: true })
    m.chain.advance()
    const relay = m.start({
      wallet: { path: m.folder, name: 'bob', hotkey: 'default' },
      model,
      strategy: { tag: 'relay', victim: m.hotkey.ss58, timeoutMs: 60_000 },
    })
    const relayPort = await relay.port
    const right = await m.play(victimPort)
    // The victim hears of the relay's permit with the next metagraph.
    await expect.poll(() => m.play(relayPort, bob)).toEqual(right)
    expect((await m.chain.commitments(m.chain.netuid)).get(bob)?.fields).toEqual([
      { tag: 'sha256', digest: fromHex(m.digest) },
    ])
    await victim.stop()
    const alone = await m.play(relayPort, bob)
    expect(alone.model).toBe(m.digest)
    expect(alone.answers).not.toEqual(right.answers)
    await relay.stop()
  })

  it('stops while answers are held back, and does not wait for them', async () => {
    const miner = m.start({ strategy: { tag: 'late', delayMs: 600_000 }, maxInFlight: 1 })
    const port = await miner.port
    const statusOf = () =>
      m.ask(port).then(
        ({ status }) => status,
        () => 'cut',
      )
    const asked = [statusOf(), statusOf()]
    // One is refused as busy, so the other is held back.
    expect(await Promise.race(asked)).toBe(503)
    await miner.stop()
    expect(await Promise.all(asked)).toContain('cut')
  })

  it('answers at random when it is told to', async () => {
    const miner = m.start({ strategy: { tag: 'random' } })
    const port = await miner.port
    const [{ answers: one }, { answers: two }] = [await m.play(port), await m.play(port)]
    expect(glyphs.parseAnswers(one, tasks)).toHaveLength(4)
    expect(one).not.toEqual(two)
    await miner.stop()
  })

  it('follows permits on new heads', async () => {
    const miner = m.start()
    const port = await miner.port
    const newcomer = keypairFromUri('//N')
    expect((await m.ask(port, { sender: newcomer })).status).toBe(403)
    m.chain.addNeuron({ hotkey: newcomer.ss58, validatorPermit: true })
    m.chain.advance()
    await expect.poll(async () => (await m.ask(port, { sender: newcomer })).status).toBe(200)
    await miner.stop()
  })

  it('keeps serving while the chain is away', async () => {
    const miner = m.start()
    const port = await miner.port
    m.chain.setReachable(false)
    m.chain.advance()
    expect((await m.ask(port)).status).toBe(200)
    m.chain.setReachable(true)
    await miner.stop()
  })
})
