import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runMiner } from '../../miner/main.ts'
import type { StrategyConfig } from '../../miner/strategies/strategy-config.ts'
import { fromHex, utf8 } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri, verifySignature } from '../../shared/crypto/keypair.ts'
import { fromSs58 } from '../../shared/crypto/ss58.ts'
import { createWallet } from '../../shared/crypto/wallet-create.ts'
import { type Logger, silentLogger } from '../../shared/log.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { judgeProof } from '../../shared/proof/judge.ts'
import { verifyAnswers } from '../../shared/proof/verify-answers.ts'
import { parseProofs } from '../../shared/proof/wire-proofs.ts'
import { answerHash, commitMessage } from '../../shared/round/answer-hash.ts'
import { planRound } from '../../shared/round/plan.ts'
import { registeredModelOf } from '../../shared/subtensor/registered-model.ts'
import { rao, type Ss58 } from '../../shared/units.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { createNonces } from '../../shared/wire/nonces.ts'
import { parsePayload } from '../../shared/wire/payload.ts'
import type { Route } from '../../shared/wire/route.ts'
import { commitRoute, revealRoute } from '../../shared/wire/routes.ts'
import { openLocalSubnet } from '../support/local-subnet.ts'

// A miner that works, one with stake that lets it work, and one that claims a better model, on a chain of their own.

const GOOD = 'miner/models/ladder/glyphs/glyphs-6.onnx'
const POOR = 'miner/models/ladder/glyphs/glyphs-1.onnx'
const { local, client, netuid } = await openLocalSubnet({
  tempo: 10,
  sealing: { tag: 'interval', ms: 150 },
  validators: [
    { coldkey: '//Bob', hotkey: '//relay//validator' },
    { coldkey: '//Alice', hotkey: '//Bob_hk' },
  ],
})
const validator = () => keypairFromUri('//relay//validator')
const victim = () => keypairFromUri('//Charlie_hk').ss58
const relay = () => keypairFromUri('//Bob_hk')
const downgrade = () => keypairFromUri('//Alice_hk')

const stop = new AbortController()
const miners: Promise<void>[] = []
const nextNonce = createNonces(systemClock)
const goodModel = await openModel(new Uint8Array(await readFile(GOOD)))
const folder = await mkdtemp(join(tmpdir(), 'strategies-'))
for (const name of ['Alice', 'Bob', 'Charlie'])
  await createWallet({
    path: folder,
    name,
    hotkey: 'default',
    coldkeyFrom: { tag: 'uri', uri: `//${name}` },
    hotkeyFrom: { tag: 'uri', uri: `//${name}_hk` },
  })
afterAll(async () => {
  stop.abort()
  await Promise.all(miners)
  await goodModel.close()
  await rm(folder, { recursive: true })
})

interface Playing {
  readonly port: number
  readonly hotkey: Ss58
}

/** Runs a miner in this process and gives its port. */
function start(wallet: string, model: string, strategy: StrategyConfig): Promise<number> {
  const serving = Promise.withResolvers<number>()
  const note = (message: string, context?: Readonly<Record<string, unknown>>) => {
    if (message === 'serving') serving.resolve(Number(context?.listening))
  }
  const log: Logger = { ...silentLogger, info: note, child: () => log }
  const ended = runMiner(
    {
      netuid,
      chain: local.url,
      wallet: { path: folder, name: wallet, hotkey: 'default' },
      model,
      mechanism: 'glyphs',
      strategy,
      host: '127.0.0.1',
      port: 0,
      ip: '127.0.0.1',
      externalPort: undefined,
      minStake: rao(0n),
      rateLimit: 100,
      byteLimit: 4_194_304,
      maxInFlight: 8,
    },
    { clock: systemClock, log, passwords: async () => 'none', signal: stop.signal },
  )
  ended.catch(serving.reject)
  miners.push(ended)
  return serving.promise
}

async function ask<Request, Response>(
  route: Route<Request, Response>,
  { port, hotkey: receiver }: Playing,
  request: Request,
): Promise<Response> {
  const body = utf8(JSON.stringify(request))
  const { path } = route
  const signed = signRequest({
    method: 'POST',
    target: path,
    body,
    sender: validator(),
    receiver,
    nonceNs: nextNonce(),
  })
  const headers = { 'content-type': 'application/json', ...signed }
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: Buffer.from(body), headers })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return route.response(answer)
}

const plan = () => planRound(glyphs, new Uint8Array(32).fill(7), { shared: 6, own: 2, canaries: 1 })

/** Both steps of a round with one miner, as a validator plays it. */
async function play(round: string, miner: Playing) {
  const tasks = plan()
    .forMiner(miner.hotkey)
    .map(({ task }) => task)
  const { id: mechanism, version } = glyphs
  const request = { mechanism, version, round, request: glyphs.toRequest(tasks) }
  const { hash, signature } = await ask(commitRoute, miner, request)
  const { payload, salt } = await ask(revealRoute, miner, { round })
  const parties = { round, validator: validator().ss58, miner: miner.hotkey }
  expect(answerHash({ ...parties, salt: fromHex(salt), payload })).toBe(hash)
  expect(verifySignature(commitMessage({ ...parties, hash }), fromHex(signature), fromSs58(miner.hotkey))).toBe(true)
  const { answers, model, proofs } = parsePayload(payload)
  const parsed = glyphs.parseAnswers(answers, tasks)
  const judged = await verifyAnswers({
    mechanism: glyphs,
    tasks,
    answers: parsed,
    proofs: parseProofs(proofs, tasks.length),
    model: goodModel,
  })
  return { model, verdicts: judged.map(judgeProof) }
}

test('a relay lives on another miner, proofs and all; a downgrade is found out by its proofs', async () => {
  const honest = { port: await start('Charlie', GOOD, { tag: 'honest' }), hotkey: victim() }
  const cheat = {
    port: await start('Bob', POOR, { tag: 'relay', victim: victim(), timeoutMs: 60_000 }),
    hotkey: relay().ss58,
  }
  const liar = { port: await start('Alice', POOR, { tag: 'downgrade', claims: GOOD }), hotkey: downgrade().ss58 }
  for await (const _ of client.heads(AbortSignal.timeout(60_000))) {
    const { neurons } = await client.metagraph(netuid)
    const permitted = neurons.filter(({ validatorPermit }) => validatorPermit).map(({ hotkey }) => hotkey)
    if (permitted.includes(validator().ss58) && permitted.includes(relay().ss58)) break
  }
  const registered = await client.commitments(netuid)
  for (const { hotkey } of [honest, cheat, liar])
    expect(registeredModelOf(registered.get(hotkey))?.digest).toBe(goodModel.digest)

  // Miners hear of permits with their next metagraph; a relay without one answers with its own model and no proofs.
  let lastRound = 0
  const verdicts = (miner: Playing) =>
    play(`round ${++lastRound}`, miner).then((played) => played.verdicts.join(), String)
  await expect.poll(() => verdicts(honest)).toBe('passed')
  await expect.poll(() => verdicts(cheat)).toBe('passed')
  await expect.poll(() => verdicts(liar)).toBe('failed')
  for (const miner of [honest, cheat, liar])
    expect((await play(`round ${++lastRound}`, miner)).model).toBe(goodModel.digest)
})
