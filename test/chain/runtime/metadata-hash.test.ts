import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { createRuntime } from '../../../chain/runtime/index.ts'
import { toHex } from '../../../shared/bytes.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { metadataOf } from '../../support/polkadot-registry.ts'

beforeAll(cryptoReady)

// Clients encode by metadata. Whoever changes it on purpose writes the new hashes into the file and, when a call, an
// event, an error, a storage item or an extension changed its meaning, raises `spec_version`.
test('the metadata is the one that was frozen', () => {
  const runtime = createRuntime({ slotDurationMs: 12_000 })
  const found = ([14, 15] as const).map((version) => `v${version} ${toHex(blake2b256(metadataOf(runtime, version)))}`)
  const frozen = readFileSync(new URL('../../vectors/frame/metadata.hash', import.meta.url), 'utf8')
  expect(found).toEqual(frozen.trim().split('\n'))
})
