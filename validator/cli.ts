#!/usr/bin/env node
import { Command } from '@commander-js/extra-typings'
import { endProcess, runCli } from '../shared/cli.ts'
import { systemClock } from '../shared/clock.ts'
import { createPasswords } from '../shared/crypto/keyfile-password.ts'
import { helpList } from '../shared/help-list.ts'
import { createLogger } from '../shared/log.ts'
import { MECHANISMS } from '../shared/mechanism/registry.ts'
import { DEFAULT_SCORING, SCORING_HELP } from '../shared/scoring/settings.ts'
import { AUDIT_HELP, auditOptions } from './audit/options.ts'
import { isLocalChain, options } from './config.ts'
import { SCORING_FLAGS } from './load-scoring.ts'
import { CONSEQUENCES } from './outcomes.ts'
import { addReportCommand } from './report/command.ts'
import { renderStatus } from './status-view.ts'

/** Settings without a flag of their own. nearRatio has the mechanism's default, not the plain one. */
const scoringHelp = () =>
  Object.fromEntries(
    Object.entries(DEFAULT_SCORING)
      .filter(([name]) => !Object.hasOwn(SCORING_FLAGS, name))
      .map(([name, value]) => {
        const fallback = name === 'nearRatio' ? "the mechanism's" : value
        return [name, `${SCORING_HELP[name]} (default: ${fallback})`]
      }),
  )

const passwords = createPasswords({ env: process.env, input: process.stdin, output: process.stderr })

const program = new Command('validator')
  .description('Scores the miners of a subnet on tasks that nobody has seen and writes weights to the chain.')
  .exitOverride()
  .addHelpText(
    'after',
    `
A validator needs a wallet, a registered hotkey with enough stake for a validator permit, and miners to ask.
Start a whole subnet to look at with: npm start

In a clone of the project, "npm run validator --" stands for validator. Each command has a --help of its own.`,
  )

program
  .command('run')
  .description('Ask, score and set weights until Ctrl-C.')
  .optionsGroup('Where and as whom:')
  .addOption(options.netuid)
  .addOption(options.chain)
  .addOption(options.allowLocalAxons)
  .addOption(options.wallet)
  .addOption(options.hotkey)
  .addOption(options.walletPath)
  .addOption(options.register)
  .optionsGroup('What it asks:')
  .addOption(options.mechanism)
  .addOption(options.heldOut)
  .addOption(options.items)
  .addOption(options.difficulty)
  .optionsGroup('Rounds:')
  .addOption(options.roundBlocks)
  .addOption(options.deadlineMs)
  .addOption(options.openAfterEpochs)
  .addOption(options.models)
  .optionsGroup('Scores and weights:')
  .addOption(options.halfLifeRounds)
  .addOption(options.weightShape)
  .addOption(options.scoring)
  .addOption(options.commitBy)
  .addOption(options.favour)
  .addOption(options.copyWeights)
  .optionsGroup('Database:')
  .addOption(options.db)
  .addOption(options.keepRounds)
  .addOption(options.keepAnswers)
  .optionsGroup('Publication:')
  .addOption(options.publishPort)
  .addOption(options.publishIp)
  .optionsGroup('Options:')
  .addOption(options.logLevel)
  .addHelpText(
    'after',
    `
Each round draws its tasks from the hash of the newest block and a secret whose hash is on chain before it. Miners first
commit to their answers and then reveal them; every step is stored before the next, so that a validator that is killed
goes on where it was. Weights are set once per tempo, shortly before the epoch.

What comes of asking a miner:
${helpList(CONSEQUENCES)}

Settings of a --scoring file, such as {"latencyShare": 0.1}:
${helpList(scoringHelp())}

Mechanisms:
${helpList(MECHANISMS)}

Examples:
  A validator on a local devnet, registered when it is not:
    validator run --netuid 2 --wallet mine --register
  Your own data; "npm start -- --data FILE" makes the held-out file:
    validator run --netuid 2 --mechanism labelled --held-out held-out.bin --db mine.sqlite
  A live network, a round every 50 blocks:
    validator run --netuid 42 --chain wss://entrypoint-finney.opentensor.ai --round-blocks 50

Flags can be set by environment variables too, as named beside them: BT_NETUID=2 validator run --wallet mine`,
  )
  .action(async ({ walletPath, wallet, hotkey, register, logLevel, ...options }) => {
    // Loaded here, so that the other commands need not load the chain's library.
    const { runValidator } = await import('./main.ts')
    const { keepRounds, keepAnswers, publishPort, publishIp, allowLocalAxons, ...rest } = options
    const config = {
      ...rest,
      wallet: { path: walletPath, name: wallet, hotkey },
      retention: { rounds: keepRounds, answers: keepAnswers },
      publish: publishPort === undefined ? undefined : { port: publishPort, ip: publishIp },
      allowLocalAxons: allowLocalAxons ?? isLocalChain(rest.chain),
      register: register === true,
    }
    await runValidator(config, {
      clock: systemClock,
      log: createLogger({ name: 'validator', level: logLevel }),
      passwords,
    })
  })

program
  .command('status')
  .description('Show how the validator stands on chain: permit, stake, trust, weights, blocks to the epoch.')
  .addOption(options.netuid)
  .addOption(options.chain)
  .addOption(options.wallet)
  .addOption(options.hotkey)
  .addOption(options.walletPath)
  .addOption(options.json)
  .addHelpText('after', '\nExample:\n  validator status --netuid 2 --wallet mine')
  .action(async ({ netuid, chain, walletPath, wallet, hotkey, json }) => {
    const { fetchStatus } = await import('./status.ts')
    const status = await fetchStatus({ netuid, chain, wallet: { path: walletPath, name: wallet, hotkey } }, passwords)
    process.stdout.write(`${json === true ? JSON.stringify(status) : renderStatus(status)}\n`)
  })

program
  .command('scores')
  .description('Show what the validator thinks of every miner, from its database. Works beside a running validator.')
  .addOption(options.existingDb)
  .addOption(options.json)
  .addHelpText(
    'after',
    `
score is the running average of the skill in each round: 0 at chance or below, or without an answer, 1 when perfect.
last score is that of the last round, in the unit of the mechanism's rule.

Example:
  validator scores --db .meritnet/validator.sqlite`,
  )
  .action(async ({ db, json }) => {
    const { renderScores, viewScores } = await import('./scores-view.ts')
    const view = viewScores(db)
    process.stdout.write(`${json === true ? JSON.stringify(view) : renderScores(view)}\n`)
  })

addReportCommand(program)

program
  .command('audit')
  .description('Play the rounds of other validators again from what they published, and tell every deviation.')
  .addOption(options.netuid)
  .addOption(options.chain)
  .addOption(auditOptions.hotkeys)
  .addOption(auditOptions.url)
  .addOption(auditOptions.transcripts)
  .addOption(auditOptions.save)
  .addOption(auditOptions.against)
  .addOption(auditOptions.heldOut)
  .addOption(auditOptions.mechanism)
  .addOption(auditOptions.models)
  .addOption(auditOptions.jsonFile)
  .addOption(auditOptions.html)
  .addOption(auditOptions.timeoutS)
  .addOption(options.allowLocalAxons)
  .addOption(options.logLevel)
  .addHelpText('after', AUDIT_HELP)
  .action(async ({ hotkey, models, json, html, timeoutS, allowLocalAxons, logLevel, ...rest }) => {
    const { auditCommand } = await import('./audit/command.ts')
    const allowLocal = allowLocalAxons ?? isLocalChain(rest.chain)
    process.exitCode = await auditCommand(
      { ...rest, hotkeys: hotkey ?? [], allowLocalAxons: allowLocal, timeoutMs: 1_000 * timeoutS },
      { models, json, html },
      {
        clock: systemClock,
        log: createLogger({ name: 'audit', level: logLevel }),
        print: (text) => void process.stdout.write(`${text}\n`),
        fail: (text) => void process.stderr.write(`${text}\n`),
      },
    )
  })

await runCli(program)
endProcess()
