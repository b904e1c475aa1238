import Table from 'cli-table3'
import type { Manifest } from './manifest.ts'

/** The models of a ladder as a table for people. */
export function formatLadder({ models, freshRows }: Manifest): string {
  const table = new Table({
    head: ['model', 'accuracy', 'skill', 'steps', 'SHA-256'],
    colAligns: ['left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const { name, accuracy, skill, steps, sha256 } of models)
    table.push([
      name,
      accuracy === undefined ? '·' : `${(accuracy * 100).toFixed(1)} %`,
      skill.toFixed(3),
      steps,
      sha256,
    ])
  return `${table.toString()}\nMeasured on ${freshRows} fresh tasks; skill is the mean score between chance (0) and perfect (1).\n`
}

/** Shows progress on a stream: one moving line on a terminal, else a line for every quarter. */
export function createProgress(stream: {
  readonly isTTY?: boolean
  write(text: string): unknown
}): (done: number, total: number) => void {
  let shown = -1
  return (done, total) => {
    const percent = Math.floor((done / total) * 100)
    const step = stream.isTTY === true ? percent : Math.floor(percent / 25) * 25
    if (step === shown) return
    shown = step
    const end = stream.isTTY === true && percent < 100 ? '' : '\n'
    stream.write(`${stream.isTTY === true ? '\r' : ''}training ${String(step).padStart(3)} %${end}`)
  }
}
