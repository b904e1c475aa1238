import { toSs58 } from '../../../shared/crypto/ss58.ts'
import { netUid } from '../../../shared/units.ts'
import { openDatabase } from '../../../validator/db/open.ts'

// Opens the database named by the argument, says so and keeps it open until it is killed.
openDatabase(process.argv[2] ?? '', { hotkey: toSs58(new Uint8Array(32).fill(200)), netuid: netUid(1) })
process.stdout.write('open\n')
process.stdin.resume()
setInterval(() => {}, 1_000_000)
