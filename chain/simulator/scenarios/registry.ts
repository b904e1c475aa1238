import type { ScenarioInput } from '../scenario/schema.ts'
import { cheats } from './cheats.ts'
import { delayedCopying } from './delayed-copying.ts'
import { economy } from './economy.ts'
import { favouredFriend } from './favoured-friend.ts'
import { ladder } from './ladder.ts'
import type { SCENARIO_NAMES } from './names.ts'
import { retention } from './retention.ts'
import { smallSubnet } from './small-subnet.ts'
import { weightCopying } from './weight-copying.ts'

const BUILT_IN: Readonly<Record<(typeof SCENARIO_NAMES)[number], ScenarioInput>> = {
  'small-subnet': smallSubnet,
  'weight-copying': weightCopying,
  'delayed-copying': delayedCopying,
  retention,
  economy,
  ladder,
  'favoured-friend': favouredFriend,
  cheats,
}

/** Built-in scenarios by name. */
export const SCENARIOS: Readonly<Record<string, ScenarioInput>> = BUILT_IN
