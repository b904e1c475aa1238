import { Help } from 'commander'

/** Names and what they mean, for the text after a help: in columns and wrapped, as its flags are. */
export function helpList(
  descriptions: Readonly<Record<string, string>>,
  width: number = process.stdout.columns ?? 80,
): string {
  const help = new Help()
  help.prepareContext({ helpWidth: width })
  const longest = Math.max(...Object.keys(descriptions).map((name) => name.length))
  return Object.entries(descriptions)
    .map(([name, description]) => help.formatItem(name, longest, description, help))
    .join('\n')
}
