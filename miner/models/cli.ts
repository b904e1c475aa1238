import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { Command, Option } from '@commander-js/extra-typings'
import { utf8 } from '../../shared/bytes.ts'
import { endProcess, runCli } from '../../shared/cli.ts'
import { loadTable } from '../../shared/data/load-table.ts'
import { AppError } from '../../shared/errors.ts'
import { createRng, type Rng } from '../../shared/rng.ts'
import { compareWithCommitted } from './compare.ts'
import { makeDataLadder } from './data-ladder.ts'
import { downgradeFile } from './downgrade.ts'
import { committedLadder, resolveManifest, toManifest, writeLadder } from './ladder-folder.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { createProgress, formatLadder } from './print.ts'
import { openRecipe, RECIPES } from './recipes.ts'

const DEFAULT_SEED = '1'

const mechanismOption = () =>
  new Option(
    '--mechanism <name>',
    `what the models answer: ${Object.keys(RECIPES).join(', ')}, or your own module such as ./mine.ts`,
  ).default('glyphs')

const program = new Command('models')
  .description(
    'Trains ladders of six small ONNX models, each visibly better than the one before. Without a command: train.',
  )
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  models list --mechanism forecast                           what comes with the project
  models train --seed 2 --out ./ladder                       another ladder of glyphs
  models train --data flowers.csv --label kind --out ./mine  a ladder of your own data

In a clone of the project, "npm run models --" stands for models. Each command has a --help of its own.`,
  )

program
  .command('train', { isDefault: true })
  .description(
    'Train a ladder and print the skill and SHA-256 of each model. Without --data it is the ladder of a mechanism, ' +
      'compared with the committed files.',
  )
  .addOption(mechanismOption())
  .option('--out <folder>', 'write the models and their manifest there')
  .option('--seed <text>', 'what all randomness comes from: the same seed gives the same files', DEFAULT_SEED)
  .option('--data <file>', 'train on your own labelled data: .csv, .csv.gz or .jsonl with a header; needs --out')
  .option('--label <column>', 'column of the data that holds the class', 'label')
  .option(
    '--split-seed <text>',
    'with --data: what the split into rows for training and others comes from, so that another training holds out the same rows (default: --seed)',
  )
  .option('--check', 'exit with 1 when the models differ from the committed files')
  .option('--json', 'print the manifest as JSON instead of a table')
  // As the default command it is given every word that is no command.
  .allowExcessArguments()
  .addHelpText(
    'after',
    `
Examples:
  models train                                               glyphs, compared with the committed files
  models train --seed 2 --out ./ladder                       another ladder of glyphs
  models train --mechanism ./mine.ts --out ./mine            a ladder of your own mechanism
  models train --data flowers.csv --label kind --out ./mine  a ladder of your own data`,
  )
  .action(async ({ mechanism, out, seed, data, label, splitSeed = seed, check, json }, { args: [word] }) => {
    const known = program.commands.map((command) => command.name()).join(', ')
    if (word !== undefined) program.error(`error: '${word}' is no command; valid are ${known}`)
    const rng = rngOf(seed)
    const folder = out === undefined ? undefined : resolve(out)
    const manifest =
      data === undefined
        ? await trainMechanism(mechanism, rng, seed, folder)
        : await trainData(rng, seed, { data, label, folder, splitSeed })
    print(manifest, folder, json === true)
    if (data !== undefined) return
    const { isEqual, text } = await compareWithCommitted(manifest)
    if (check === true && !isEqual) throw new AppError('models-differ', text)
    if (json !== true) process.stdout.write(`${text}\n`)
  })

program
  .command('list')
  .description('Print the committed models of a mechanism.')
  .addOption(new Option('--mechanism <name>', `whose models: ${Object.keys(RECIPES).join(', ')}`).default('glyphs'))
  .option('--json', 'print the manifest as JSON instead of a table')
  .addHelpText('after', '\nExample:\n  models list --mechanism forecast')
  .action(async ({ mechanism, json }) => {
    await openRecipe(mechanism)
    const folder = committedLadder(mechanism)
    print(await readManifest(folder), folder, json === true)
  })

program
  .command('downgrade')
  .description(
    'Write a copy of a model made here with its weights rounded to int8: what a miner that saves work would run.',
  )
  .argument('<in>', 'model file')
  .argument('<out>', 'file to write')
  .addHelpText('after', '\nExample:\n  models downgrade miner/models/ladder/glyphs/glyphs-6.onnx small.onnx')
  .action((input, output) => downgradeFile(resolve(input), resolve(output)))

const rngOf = (seed: string): Rng => createRng(createHash('sha256').update(utf8(seed)).digest())

async function trainMechanism(
  mechanism: string,
  rng: Rng,
  seed: string,
  folder: string | undefined,
): Promise<Manifest> {
  const ladder = await (await openRecipe(mechanism))(rng, createProgress(process.stderr))
  const manifest = toManifest(ladder, seed, undefined)
  if (folder !== undefined) await writeLadder(folder, manifest, ladder, undefined)
  return manifest
}

interface DataOptions {
  readonly data: string
  readonly label: string
  readonly folder: string | undefined
  readonly splitSeed: string
}

async function trainData(rng: Rng, seed: string, { data, label, folder, splitSeed }: DataOptions): Promise<Manifest> {
  if (folder === undefined)
    throw new AppError('missing-out', 'models of your own data go to a folder: give --out FOLDER')
  const table = await loadTable(data, { label })
  const { ladder, split } = await makeDataLadder(table, rng, {
    splitRng: rngOf(splitSeed),
    onProgress: createProgress(process.stderr),
  })
  const manifest = toManifest(ladder, seed, split)
  await writeLadder(folder, manifest, ladder, split)
  return manifest
}

function print(manifest: Manifest, folder: string | undefined, asJson: boolean): void {
  const shown = folder === undefined ? manifest : resolveManifest(manifest, folder)
  process.stdout.write(asJson ? `${JSON.stringify(shown)}\n` : formatLadder(manifest))
}

await runCli(program)
endProcess()
