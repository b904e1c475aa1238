import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface SourceFile {
  /** Path from the project's root with forward slashes. */
  readonly path: string
  readonly text: string
  /** Code without comments, for scans that must not trip over prose. */
  readonly code: string
  /** Relative imports resolved to project paths, and the names of packages. */
  readonly imports: readonly string[]
  readonly packages: readonly string[]
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/.*$/gm

/** Name of the package behind a specifier: `@scope/name` or `name`. */
const packageName = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function read(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const code = text.replace(COMMENT, '')
  const specifiers = [...code.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')
  return {
    path,
    text,
    code,
    imports: specifiers
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => relative(ROOT, join(ROOT, dirname(path), specifier)).replaceAll('\\', '/')),
    packages: specifiers.filter((specifier) => !specifier.startsWith('.')).map(packageName),
  }
}

/** All TypeScript files below the given folders. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort()
      .map(read),
  )
}
