import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createAllowance } from '../../miner/allowance.ts'
import { createAxon } from '../../miner/axon.ts'
import { createForward } from '../../miner/forward.ts'
import { openInference } from '../../miner/inference.ts'
import { createPermits } from '../../miner/permits.ts'
import { createRounds } from '../../miner/rounds.ts'
import { serve } from '../../miner/serve.ts'
import { createTraffic } from '../../miner/traffic.ts'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri, verifySignature } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { silentLogger } from '../../shared/log.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { GLYPH_PIXELS } from '../../shared/mechanism/glyphs/picture.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { rao } from '../../shared/units.ts'
import { toNs } from '../../shared/wire/auth-window.ts'
import { createReplayStore } from '../../shared/wire/replay-store.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import type { LoadJob, LoadReport } from './miner-load.ts'
import type { BenchRow } from './row.ts'

const MODEL = new URL('../../miner/models/ladder/glyphs/glyphs-6.onnx', import.meta.url)
const BATCHES = [1, 32] as const

/**
 * Requests per second of one miner over loopback, signed and verified, beside the same model without anything around
 * it. Requests are signed ahead by another process, so that the miner's work is measured and not the validator's.
 */
export async function benchMiner(): Promise<BenchRow[]> {
  await cryptoReady()
  const bytes = new Uint8Array(await readFile(MODEL))
  const miner = await startMiner(bytes)
  const bare = await openModel(bytes)
  const rows: BenchRow[] = []
  try {
    for (const batch of BATCHES) {
      const { perSecond, perCore, medianMs } = await load({ port: miner.port, batch, requests: 3_000, parallel: 16 })
      const bareMs = await bareInference(() =>
        bare.infer({ dims: [batch, GLYPH_PIXELS], data: new Float32Array(batch * GLYPH_PIXELS) }),
      )
      rows.push(
        { name: `miner, batch ${batch}: signed commitments with proofs`, value: perSecond, unit: 'requests/s' },
        { name: `miner, batch ${batch}: per second of its processor time`, value: perCore, unit: 'requests' },
        { name: `miner, batch ${batch}: median answer, 16 at once`, value: medianMs, unit: 'ms' },
        { name: `bare onnxruntime, batch ${batch}`, value: 1_000 / bareMs, unit: 'batches/s' },
      )
    }
  } finally {
    await bare.close()
    await miner.close()
  }
  return [...rows, ...signatureRows()]
}

/** What no miner can do without: it checks one signature and makes one. */
function signatureRows(): BenchRow[] {
  const keypair = keypairFromUri('//Validator')
  const message = new Uint8Array(300)
  const signature = keypair.sign(message)
  const seconds = processorSeconds(() => verifySignature(message, signature, keypair.publicKey), 2_000)
  const both = seconds + processorSeconds(() => keypair.sign(message), 2_000)
  return [{ name: 'one signature checked and one made: per second of processor time', value: 1 / both, unit: 'pairs' }]
}

/** Processor time of one call, over `count` of them. */
function processorSeconds(work: () => unknown, count: number): number {
  for (let i = 0; i < count / 10; i++) work()
  const before = process.cpuUsage()
  for (let i = 0; i < count; i++) work()
  return secondsOf(process.cpuUsage(before)) / count
}

const secondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000_000

async function startMiner(bytes: Uint8Array) {
  const clock = systemClock
  const chain = createFakeSubtensor()
  chain.addNeuron({ hotkey: keypairFromUri('//Validator').ss58, validatorPermit: true })
  const permits = createPermits({ client: chain, netuid: chain.netuid, clock, log: silentLogger })
  await permits.refresh()
  const model = await openInference(bytes)
  const forward = createForward({ mechanism: glyphs, model })
  const app = createAxon({
    hotkey: keypairFromUri('//Miner').ss58,
    permits,
    seen: createReplayStore({ notBeforeNs: toNs(clock.now()) }),
    allowance: createAllowance({ requestsPerSecond: 1_000_000, bytesPerSecond: 1e12, clock }),
    clock,
    minStake: rao(0n),
    maxInFlight: 64,
    rounds: createRounds({
      hotkey: keypairFromUri('//Miner'),
      forward,
      clock,
      random: (length) => new Uint8Array(randomBytes(length)),
    }),
    traffic: createTraffic({ clock, log: silentLogger }),
    log: silentLogger,
  })
  const listener = await serve({ fetch: app.fetch, host: '127.0.0.1', port: 0, clock })
  const close = async () => {
    await listener.close()
    await model.close()
  }
  return { port: listener.port, close }
}

/** Lets another process ask, and counts this process's own time between its reports. */
async function load(job: LoadJob) {
  const client = fork(new URL('./miner-load.ts', import.meta.url), [JSON.stringify(job)])
  const exited = once(client, 'exit').then(([code]) => {
    throw new Error(`the load ended with exit code ${code}`)
  })
  const report = async (): Promise<LoadReport> => {
    const [message]: LoadReport[] = await Promise.race([once(client, 'message'), exited])
    if (message === undefined) throw new Error('the load reported nothing')
    return message
  }
  await report()
  const before = process.cpuUsage()
  const { perSecond, medianMs } = await report()
  const perCore = job.requests / secondsOf(process.cpuUsage(before))
  exited.catch(() => {})
  return { perSecond, medianMs, perCore }
}

/** Milliseconds of one inference, over a second of them. */
async function bareInference(infer: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 50; i++) await infer()
  const startedMs = systemClock.monotonic()
  let count = 0
  while (systemClock.monotonic() - startedMs < 1_000) {
    await infer()
    count++
  }
  return (systemClock.monotonic() - startedMs) / count
}
