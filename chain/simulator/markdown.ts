/** Text of a cell or a list: pipes end cells and line ends end rows, and nothing else of a name can break them. */
export const cell = (text: string): string =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')

/** A row of a table. */
export const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
