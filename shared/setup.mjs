// Installs the dependencies when they are missing, so that `npm start` and `npm test` are the first commands a
// person needs. Plain JavaScript without dependencies: it must run on whatever Node.js started npm.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

// npm writes this file last, so an install that was cut short is seen as missing.
if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) {
  process.stderr.write('Installing dependencies (once, about half a minute)…\n')
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (install.status !== 0) {
    process.stderr.write(
      'The installation failed. Check the network connection, then run `npm ci` to see the details.\n',
    )
    process.exit(install.status ?? 1)
  }
}
