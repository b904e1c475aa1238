import type { Command } from '@commander-js/extra-typings'
import type { CommandDeps } from '../command-deps.ts'

/** Adds `devnet yuma`: the bare epoch for anyone's inputs. */
export function addYumaCommand(program: Command, { streams, clock }: CommandDeps): void {
  program
    .command('yuma')
    .description(
      'Run the Yuma epoch on your own inputs: a JSON list of { name, inputs } gives one of { name, outputs }.',
    )
    .requiredOption('--in <file>', 'JSON file to read; - is standard input')
    .option('--out <file>', 'JSON file to write; - is standard output', '-')
    .addHelpText(
      'after',
      `
Inputs are spelled as in subtensor's storage: n, current_block, tempo, activity_cutoff, last_update,
block_at_registration, stake_i64f64_bits (rao x 2^64), min_stake, owner_uid, validator_permits, max_allowed_validators,
weights and bonds (rows of [uid, value]), commit_reveal_enabled, commit_blocks, kappa, bonds_penalty,
bonds_moving_average, yuma3_on, liquid_alpha_on, alpha_low, alpha_high, alpha_sigmoid_steepness,
last_mechanism_step_block, rao_emission. Integers are JSON numbers or decimal strings; outputs from 2^53 on are strings.

Examples:
  $ devnet yuma --in epochs.json --out results.json
  $ cat epochs.json | devnet yuma --in - | jq '.[0].outputs.incentive'`,
    )
    .action(async ({ in: input, out: output }) => {
      const { readText, writeText } = await import('../text-files.ts')
      const { runVectors } = await import('./run-vectors.ts')
      const startedAt = clock.monotonic()
      const { json, epochs } = runVectors(await readText(input, streams))
      await writeText(output, json, streams)
      const seconds = (clock.monotonic() - startedAt) / 1000
      const count = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`
      streams.stderr.write(`${count} in ${seconds.toFixed(2)} s${output === '-' ? '' : `, written to ${output}`}\n`)
    })
}
