import packageJson from '../../../package.json' with { type: 'json' }

/** Version of this program, as its package tells: another one may simulate otherwise. */
export const TOOL_VERSION = packageJson.version
