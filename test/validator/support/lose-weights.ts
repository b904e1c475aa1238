import { writeSync } from 'node:fs'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { silentLogger } from '../../../shared/log.ts'
import { DEFAULT_SCORING } from '../../../shared/scoring/settings.ts'
import { openDatabase } from '../../../validator/db/open.ts'
import { setWeightsWhenDue } from '../../../validator/set-weights.ts'
import { createFakeSubtensor } from '../../support/fake-subtensor.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { hotkeyOf, OWNER, SCORE_KEY } from './database.ts'

// Sets weights from the database named by the argument, prints the block that took them, and stands still for ever
// before it can be stored.
await cryptoReady()
const hotkey = keypairFromUri('//Alice')
const client = createFakeSubtensor({ hyperparameters: { tempo: 20 } })
client.addNeuron({ hotkey: hotkey.ss58, validatorPermit: true })
client.addNeuron({ hotkey: hotkeyOf(1), axon: { ip: '127.0.0.1', port: 9, version: 1, block: 1 } })
client.advance(15)
const setWeights: typeof client.setWeights = async (...args) => {
  const block = await client.setWeights(...args)
  writeSync(1, `${block.number}\n`)
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
await setWeightsWhenDue(
  {
    client: { ...client, setWeights },
    database: openDatabase(process.argv[2] ?? '', OWNER),
    hotkey,
    clock: createManualClock(),
    log: silentLogger,
    randomBytes: (length) => new Uint8Array(length),
  },
  { netuid: client.netuid, scoreKey: SCORE_KEY, scoring: DEFAULT_SCORING, commitBy: 'timelock' },
  new AbortController().signal,
)
