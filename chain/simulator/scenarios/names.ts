/** Names of the built-in scenarios. Apart from them, so that a program names them in its `--help` without loading any. */
export const SCENARIO_NAMES = [
  'small-subnet',
  'weight-copying',
  'delayed-copying',
  'retention',
  'economy',
  'ladder',
  'favoured-friend',
  'cheats',
] as const
