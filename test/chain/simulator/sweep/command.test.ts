import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from '@commander-js/extra-typings'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { addSweepCommand } from '../../../../chain/simulator/sweep/command.ts'
import { openStore } from '../../../../chain/simulator/sweep/store/store.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { fakeStreams } from '../../../support/fake-streams.ts'
import { toyEngine } from './support/toy-engine.ts'
import { TOY_CHANNEL } from './support/toy-worker.ts'

const RESULTS = ['report.html', 'result.json', 'runs.csv', 'runs.parquet', 'summary.md']

let folder: string
let scenario: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-command-'))
  scenario = join(folder, 'toy.json')
  writeFileSync(scenario, '{ "name": "copiers" }')
})
afterAll(() => rmSync(folder, { recursive: true }))

const inFolder = (name: string) => join(folder, name)
const resultsOf = (name: string) => RESULTS.map((file) => readFileSync(join(inFolder(name), file)).toString('base64'))
const resultJson = (name: string) => JSON.parse(readFileSync(join(inFolder(name), 'result.json'), 'utf8'))

async function sweep(...args: readonly string[]) {
  const { streams, stdoutText, stderrText } = fakeStreams()
  const program = new Command().exitOverride().configureOutput({ writeErr() {} })
  addSweepCommand(program, { streams, clock: systemClock }, async () => toyEngine)
  await program.parseAsync(['node', 'devnet', 'sweep', ...args])
  return { stdout: stdoutText(), stderr: stderrText() }
}

/** A sweep as a process of its own that stores results and has not ended. */
async function startEndless(out: string, ...args: readonly string[]) {
  const file = fileURLToPath(new URL('./support/toy-process.ts', import.meta.url))
  const child = spawn(process.execPath, [file, 'sweep', ...args, '--out', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TOY_ENDLESS_FROM: '80' },
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const journal = join(out, 'sweep.sqlite-wal')
  await expect.poll(() => existsSync(journal) && statSync(journal).size).toBeGreaterThan(40_000)
  return { child, stderr: () => stderr }
}

const LAG_DRIFT = ['--vary', 'lag=0,2,4', '--vary', 'drift=0..0.4:3', '--seeds', '4']

describe('devnet sweep', () => {
  it('gives the same bytes whatever the number of threads, in one go or in shards', async () => {
    const { stdout, stderr } = await sweep(scenario, ...LAG_DRIFT, '--workers', '1', '--out', inFolder('one'))
    await sweep(scenario, ...LAG_DRIFT, '--workers', '2', '--out', inFolder('two'))
    expect(resultsOf('two')).toEqual(resultsOf('one'))
    for (const shard of ['1/3', '2/3', '3/3'])
      await sweep(scenario, ...LAG_DRIFT, '--shard', shard, '--out', inFolder(`shard-${shard[0]}`))
    expect(resultJson('shard-2').missingRuns).toBe(24)
    const shards = ['3', '1', '2'].map((shard) => inFolder(`shard-${shard}`))
    await sweep('merge', ...shards, '--out', inFolder('merged'))
    expect(resultsOf('merged')).toEqual(resultsOf('one'))
    expect(stdout).toContain('## Sweep of copiers over lag, drift')
    expect(stderr).toContain('36 of 36 runs')
    const { points, sensitivity, missingRuns } = resultJson('one')
    expect(missingRuns).toBe(0)
    expect(points).toHaveLength(9)
    expect(points[8].values).toEqual({ lag: 4, drift: 0.4 })
    // The same chance everywhere: what differs between points is what the toy says.
    expect(points[0].measures.gain.mean - points[8].measures.gain.mean).toBeCloseTo(0.05 * 4 * 0.4, 9)
    expect(points[0].measures.gain.halfWidth).toBeCloseTo(points[8].measures.gain.halfWidth, 9)
    expect(sensitivity.rankCorrelation[0]).toMatchObject({ path: 'drift', firstOrder: 1, rankRegression: -1 })
  })

  it('merges the shards that are there and says what is missing', async () => {
    const { stdout } = await sweep('merge', inFolder('shard-1'), inFolder('shard-2'), '--out', inFolder('some'))
    expect(stdout).toContain('12 runs of other shards or a later --resume are missing')
  })

  it('goes on after kill -9 where it was, and then has the results of an unbroken run', async () => {
    const args = [scenario, '--vary', 'lag=0..99:100:int', '--seeds', '3', '--workers', '2']
    const { child } = await startEndless(inFolder('killed'), ...args)
    child.kill('SIGKILL')
    await once(child, 'close')
    const store = openStore(join(inFolder('killed'), 'sweep.sqlite'))
    const done = store.finished().length
    store.close()
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(300)
    expect(existsSync(join(inFolder('killed'), 'result.json'))).toBe(false)
    await expect(sweep(...args, '--out', inFolder('killed'))).rejects.toMatchObject({ code: 'sweep-exists' })
    const { stderr } = await sweep(...args, '--out', inFolder('killed'), '--resume')
    expect(stderr).toContain('300 of 300 runs')
    await sweep(...args, '--out', inFolder('unbroken'))
    expect(resultsOf('killed')).toEqual(resultsOf('unbroken'))
  })

  it('stops on Ctrl-C, keeps its runs and says how to go on', async () => {
    const out = inFolder('stopped')
    const { child, stderr } = await startEndless(out, scenario, '--vary', 'lag=0..99:100:int', '--seeds', '3')
    child.kill('SIGINT')
    const [code] = await once(child, 'close')
    expect(stderr()).toContain('go on with --resume')
    expect(code).toBe(130)
    expect(readdirSync(out)).toEqual(['sweep.sqlite'])
  })

  it('adds seeds to a finished sweep', async () => {
    await sweep(scenario, '--vary', 'lag=0,5', '--seeds', '2', '--out', inFolder('seeds'))
    const { stderr } = await sweep(
      scenario,
      '--vary',
      'lag=0,5',
      '--seeds',
      '3',
      '--out',
      inFolder('seeds'),
      '--resume',
    )
    expect(stderr).toContain('6 of 6 runs')
    expect(resultJson('seeds').points[0].measures.gain.count).toBe(3)
  })

  it('reports runs that throw or hang, goes on with the others, and tries them again on resume', async () => {
    const out = inFolder('broken')
    const args = [scenario, '--vary', 'fate=well,throw,hang', '--seeds', '1', '--workers', '1', '--out', out]
    // The time of a run is up once it is known to hang, however long others take.
    const limits: AbortController[] = []
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      limits.push(new AbortController())
      return limits.at(-1)!.signal
    })
    const channel = new BroadcastChannel(TOY_CHANNEL)
    channel.onmessage = () => limits.at(-1)?.abort()
    onTestFinished(() => {
      channel.close()
      vi.restoreAllMocks()
    })
    const { stderr, stdout } = await sweep(...args, '--run-timeout', '8')
    expect(stderr).toContain('2 of 3 runs failed')
    expect(stdout).toContain('2 runs failed')
    const { failures, points } = resultJson('broken')
    expect(failures).toEqual([
      { point: 1, seed: 0, failure: 'the toy broke' },
      { point: 2, seed: 0, failure: 'it took longer than 8 s' },
    ])
    expect(points[0].measures.gain.count).toBe(1)
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('the toy broke')
    expect((await sweep(...args, '--run-timeout', '1', '--resume')).stderr).toContain('2 of 3 runs failed')
  })

  it('fails when no run gave a measure', async () => {
    const args = [scenario, '--vary', 'fate=throw', '--seeds', '2', '--out', inFolder('none')]
    await expect(sweep(...args)).rejects.toMatchObject({ code: 'sweep-failed' })
  })

  it.each([
    ['another scenario', ['--vary', 'lag=0,5'], { lag: 9 }, 'sweep-mismatch'],
    ['other values', ['--vary', 'lag=0,6'], {}, 'sweep-mismatch'],
    ['another design', ['--vary', 'lag=0,5', '--design', 'lhs'], {}, 'sweep-mismatch'],
  ])('refuses to go on with %s', async (_what, vary, change, code) => {
    const changed = inFolder('changed.json')
    writeFileSync(changed, JSON.stringify({ name: 'copiers', ...change }))
    await expect(sweep(changed, ...vary, '--out', inFolder('seeds'), '--resume')).rejects.toMatchObject({ code })
  })

  it.each([
    [[], 'no-vary'],
    [['--vary', 'lag=0,1', '--vary', 'lag=2,3'], 'no-vary'],
    [['--vary', 'lagg=0,1'], 'unknown-parameter'],
    [['--vary', 'drift=0..9'], 'invalid-point'],
    [['--vary', 'lag=0..1'], 'invalid-point'],
    [['--vary', 'lag=0,1', '--metric', 'gian'], 'unknown-measure'],
    [['--vary', 'drift=0..1:200', '--seeds', '10000'], 'too-many-runs'],
    [['--vary', 'drift=0..1:2000', '--vary', 'network.kappa=0..1:1000'], 'too-many-points'],
    [['--vary', 'lag'], 'commander.invalidArgument'],
    [['--vary', 'lag=0,1', '--shard', '3/2'], 'commander.invalidArgument'],
    [['--vary', 'lag=0,1', '--seeds', '0'], 'commander.invalidArgument'],
  ])('refuses %j', async (args, code) => {
    await expect(sweep(scenario, ...args, '--out', inFolder('refused'))).rejects.toMatchObject({ code })
    rmSync(inFolder('refused'), { recursive: true, force: true })
  })

  it('writes charts as pictures with paper of their own, the same bytes each time', async () => {
    const args = [scenario, '--vary', 'lag=0,2', '--vary', 'drift=0,0.4', '--seeds', '2', '--metric', 'gain']
    await sweep(...args, '--out', inFolder('drawn'), '--svg', inFolder('pictures'))
    await sweep('merge', inFolder('drawn'), '--out', inFolder('again'), '--metric', 'gain', '--svg', inFolder('second'))
    expect(readdirSync(inFolder('pictures'))).toEqual(['gain-curves.svg', 'gain-map.svg'])
    for (const name of ['gain-curves.svg', 'gain-map.svg']) {
      const picture = readFileSync(join(inFolder('pictures'), name), 'utf8')
      expect(picture).toMatch(/^<svg [^>]*xmlns=[^>]*><style>[^<]*background[^<]*prefers-color-scheme: dark/)
      expect(picture).not.toMatch(/NaN|undefined|<script/)
      expect(readFileSync(join(inFolder('second'), name), 'utf8')).toBe(picture)
    }
  })

  it('leaves nothing that looks merged when results cannot be written, and can be asked again', async () => {
    const blocked = inFolder('blocked')
    mkdirSync(join(blocked, 'runs.csv.new'), { recursive: true })
    const merge = () => sweep('merge', inFolder('one'), '--out', blocked)
    await expect(merge()).rejects.toMatchObject({
      code: 'unwritable-file',
      message: expect.stringContaining('merge again'),
    })
    expect(readdirSync(blocked)).toEqual(['runs.csv.new'])
    rmSync(join(blocked, 'runs.csv.new'), { recursive: true })
    await merge()
    expect(resultsOf('blocked')).toEqual(resultsOf('one'))
  })

  it('says how two designs differ', async () => {
    const message = expect.stringMatching(/grid over lag=0,5, not grid over lag=0\.\.6:4:int/)
    const args = ['--vary', 'lag=0..6:4:int', '--out', inFolder('seeds'), '--resume']
    await expect(sweep(scenario, ...args)).rejects.toMatchObject({ message })
  })

  it('refuses a measure that there is not before anything runs', async () => {
    const args = [scenario, '--vary', 'lag=0,1', '--metric', 'gian', '--out', inFolder('unmeasured')]
    await expect(sweep(...args)).rejects.toMatchObject({ code: 'unknown-measure' })
    expect(existsSync(inFolder('unmeasured'))).toBe(false)
  })

  it('refuses to merge what does not belong together', async () => {
    const merge = (...names: string[]) => sweep('merge', ...names.map(inFolder), '--out', inFolder('never'))
    await expect(merge('one', 'seeds')).rejects.toMatchObject({ code: 'sweep-mismatch' })
    await expect(merge('one', 'nowhere')).rejects.toMatchObject({ code: 'no-sweep' })
    await expect(sweep('merge', inFolder('one'), '--out', inFolder('two'))).rejects.toMatchObject({
      code: 'sweep-exists',
    })
    expect(existsSync(inFolder('never'))).toBe(false)
  })
})
