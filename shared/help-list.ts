import { Help } from 'commander'

/** Columns of a description from which it is wrapped; commander's own 40 leave no room for flags in a terminal of 60. */
export const LEAST_HELP_COLUMN = 20

/** Names and what they mean, for the text after a help: in columns and wrapped, as its flags are. */
export function helpList(
  descriptions: Readonly<Record<string, string>>,
  width: number = process.stdout.columns ?? 80,
): string {
  const help = new Help()
  help.minWidthToWrap = LEAST_HELP_COLUMN
  help.prepareContext({ helpWidth: width })
  const longest = Math.max(...Object.keys(descriptions).map((name) => name.length))
  return Object.entries(descriptions)
    .map(([name, description]) => help.formatItem(name, longest, description, help))
    .join('\n')
}
