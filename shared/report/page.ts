import { html, raw } from 'hono/html'

/** Text that is HTML already. Everything else that goes into `html` is escaped. */
export type Html = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2933; --faint: #5f6c7b; --paper: #ffffff; --line: #d9e0e7; --hover: #f3f6f9; --bad: #b3261e; --good: #1b7f4b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaef; --faint: #9aa7b4; --paper: #14191f; --line: #333d47; --hover: #1c232b; --bad: #ff8a80; --good: #6fd3a0; }
}
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .5rem; }
p, figcaption { overflow-wrap: anywhere; }
figcaption { margin-top: .5rem; }
p.lead, figcaption, .faint { color: var(--faint); }
figure { margin: 1rem 0; overflow-x: auto; }
/* On narrow screens figures scroll: smaller, their labels could not be read. */
svg { display: block; max-width: max(100%, 46rem); height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; }
td.number, th.number { text-align: right; }
td.number, td code { white-space: nowrap; }
tbody tr:hover { background: var(--hover); }
summary { cursor: pointer; color: var(--faint); }
.scroll { overflow-x: auto; }
.bad, .good { white-space: nowrap; }
.bad { color: var(--bad); }
.good { color: var(--good); }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
`

/** One self-contained page: no script, no font and no picture from elsewhere, for light and dark screens. */
export interface Page {
  readonly title: string
  /** One or two sentences under the title. */
  readonly lead: string
  readonly sections: readonly Html[]
}

/** Renders a page as the text of a file. */
export async function renderPage({ title, lead, sections }: Page): Promise<string> {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
<p class="lead">${lead}</p>
${sections}
</body>
</html>
`
  return page.toString()
}

/** A heading with what stands under it. */
export const section = (heading: string, ...parts: readonly Html[]): Html => html`<section>
<h2>${heading}</h2>
${parts}
</section>
`

/** A paragraph of plain text. */
export const paragraph = (text: string): Html => html`<p>${text}</p>
`

/** A chart with what it shows, in words. */
export const figure = (svg: string, caption: string): Html => html`<figure>
${raw(svg)}
<figcaption>${caption}</figcaption>
</figure>
`

/** What few readers want to see, behind a line that opens it. */
export const details = (summary: string, ...parts: readonly Html[]): Html => html`<details>
<summary>${summary}</summary>
${parts}
</details>
`

/** A column of a table; numbers stand to the right. */
export interface Column {
  readonly title: string
  readonly isNumber?: boolean
}

/** A table of texts; long ones scroll sideways on narrow screens. */
export const table = (columns: readonly Column[], rows: readonly (readonly (string | Html)[])[]): Html => {
  const classOf = (index: number): string => (columns[index]?.isNumber === true ? 'number' : 'text')
  return html`<div class="scroll"><table>
<thead><tr>${columns.map(({ title }, i) => html`<th class="${classOf(i)}">${title}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell, i) => html`<td class="${classOf(i)}">${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>
`
}

/** A name of a key or a digest, cut short; the whole one shows when the pointer rests on it. */
export const code = (short: string, whole = short): Html => html`<code title="${whole}">${short}</code>`

/** A text in the colour of good or bad news. */
export const verdict = (text: string, kind: 'good' | 'bad'): Html => html`<span class="${kind}">${text}</span>`
