import type { Attack } from './attack.ts'
import { weightCopying } from './catalogue/a01-weight-copying.ts'
import { selectiveReveal } from './catalogue/a02-selective-reveal.ts'
import { predictiveCopying } from './catalogue/a03-predictive-copying.ts'
import { cabal } from './catalogue/a04-cabal.ts'
import { tinyValidator } from './catalogue/a05-tiny-validator.ts'
import { stakeMajority } from './catalogue/a06-stake-majority.ts'
import { bribery } from './catalogue/a07-bribery.ts'
import { ownerAbuse } from './catalogue/a09-owner-abuse.ts'
import { oneServer } from './catalogue/a10-one-server.ts'
import { inheritedWeight } from './catalogue/a11-inherited-weight.ts'
import { registrationSpam } from './catalogue/a12-registration-spam.ts'
import { sybil } from './catalogue/b01-sybil.ts'
import { relay } from './catalogue/b02-relay.ts'
import { lateCopy } from './catalogue/b03-late-copy.ts'
import { testSetCache } from './catalogue/b04-test-set-cache.ts'
import { predictedSeed } from './catalogue/b05-predicted-seed.ts'
import { chosenRounds } from './catalogue/b06-chosen-rounds.ts'
import { downgrade } from './catalogue/b07-downgrade.ts'
import { overConfidence } from './catalogue/b08-over-confidence.ts'
import { shotgun } from './catalogue/b11-shotgun.ts'
import { copiedModel } from './catalogue/b13-copied-model.ts'
import { decoys } from './catalogue/b14-decoys.ts'
import { gradientCopy } from './catalogue/b15-gradient-copy.ts'
import { gradientPoison } from './catalogue/b16-gradient-poison.ts'
import { whitewash } from './catalogue/b22-whitewash.ts'
import { starvedNewcomer } from './catalogue/b23-starved-newcomer.ts'
import { replay } from './catalogue/c01-replay.ts'

/** All built-in attacks in the order of their ids. To add one: write its module, name it here. */
export const ATTACKS: readonly Attack[] = [
  weightCopying,
  selectiveReveal,
  predictiveCopying,
  cabal,
  tinyValidator,
  stakeMajority,
  bribery,
  ownerAbuse,
  oneServer,
  inheritedWeight,
  registrationSpam,
  sybil,
  relay,
  lateCopy,
  testSetCache,
  predictedSeed,
  chosenRounds,
  downgrade,
  overConfidence,
  shotgun,
  copiedModel,
  decoys,
  gradientCopy,
  gradientPoison,
  whitewash,
  starvedNewcomer,
  replay,
]
