import type { Command } from '@commander-js/extra-typings'
import type { CommandDeps } from '../command-deps.ts'

/** Adds `devnet strategies`: what a scenario can name. */
export function addStrategiesCommand(program: Command, { streams }: Pick<CommandDeps, 'streams'>): void {
  program
    .command('strategies')
    .description('List the strategies that a scenario can name, with their parameters and defaults.')
    .action(async () => {
      const { cryptoReady } = await import('../../../shared/crypto/ready.ts')
      await cryptoReady()
      // Some strategies know the chain's storage, whose keys are hashed when it is loaded.
      const { describeStrategies } = await import('../strategies/describe.ts')
      const lines = describeStrategies().flatMap(({ role, name, description, levels, params }) => [
        `${role} ${name}: ${description}${levels === undefined ? '' : ` At the level ${levels.join(' or ')} only.`}`,
        ...params.map((param) => `    ${param.name} = ${param.fallback}  ${param.description}`),
      ])
      streams.stdout.write(`${lines.join('\n')}\n`)
    })
}
