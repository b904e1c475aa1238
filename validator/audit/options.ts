import { Option } from '@commander-js/extra-typings'
import { flag, wholeNumber } from '../../shared/cli.ts'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { Ss58 } from '../../shared/units.ts'
import { DEVIATIONS } from './deviation.ts'

/** Flags of `validator audit` beside those that other commands have. */
export const auditOptions = {
  hotkeys: new Option('--hotkey <ss58...>', 'validators to audit (default: all with a permit)').argParser(
    (text: string, known: readonly Ss58[] | undefined): readonly Ss58[] => [...(known ?? []), parseHotkey(text)],
  ),
  url: new Option('--url <url>', 'server of the one named validator (default: as it announces)').argParser(
    flag((text): string => {
      const protocol = URL.canParse(text) ? new URL(text).protocol : ''
      if (protocol !== 'http:' && protocol !== 'https:') throw new Error('Use http://HOST:PORT or https://HOST.')
      return text
    }),
  ),
  transcripts: new Option('--transcripts <folder>', 'saved transcripts, in one folder for each hotkey'),
  save: new Option('--save <folder>', 'save transcripts as they come, for --transcripts'),
  against: new Option(
    '--against <folder>',
    'what another reader saved, as by --save: told wherever the validator signed something else for it',
  ),
  heldOut: new Option('--held-out <file>', 'rows that rounds ask about; without them labelled cannot be replayed'),
  mechanism: new Option('--mechanism <path>', 'module of a mechanism that is not built in, such as ./mine.ts'),
  models: new Option('--models <folder>', 'registered models as .onnx files, to check proofs again'),
  jsonFile: new Option('--json <file>', 'write the report as JSON'),
  html: new Option('--html <file>', 'write the report as a page'),
  timeoutS: new Option('--timeout-s <seconds>', 'time for one body; all of a validator may take 30 times as long')
    .default(60)
    .argParser(wholeNumber(1, 3_600)),
}

const parseHotkey = flag(parseSs58)

/** Shown after the flags. */
export const AUDIT_HELP = `
Everything comes from public data: transcripts that validators sign, and the chain, which must keep old states (an
archive; a devnet is one). A verdict is the worst of what was found: unfair (proof), faulty (something missing or
unreadable), suspect (statistics alone), clean. Exit code 0: clean, 1: deviations, 2: nothing could be audited.

What can be found:
${Object.entries(DEVIATIONS)
  .map(([what, [severity, meaning]]) => `  ${what} (${severity}): ${meaning}`)
  .join('\n')}

Examples:
  All validators of a subnet, as a page:
    validator audit --netuid 2 --html audit.html
  One, from saved transcripts:
    validator audit --netuid 2 --hotkey 5F… --transcripts ./saved
  Whether all readers get the same, with what a friend saved:
    validator audit --netuid 2 --against ./saved-by-a-friend`
