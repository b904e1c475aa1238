import { Command } from '@commander-js/extra-typings'
import { addSweepCommand } from '../../../../../chain/simulator/sweep/command.ts'
import { endProcess, runCli } from '../../../../../shared/cli.ts'
import { systemClock } from '../../../../../shared/clock.ts'
import { toyEngine } from './toy-engine.ts'

// `devnet sweep` of the toy as a process of its own, to be killed.
const program = new Command().exitOverride()
addSweepCommand(program, { streams: process, clock: systemClock }, async () => toyEngine)
await runCli(program)
endProcess()
