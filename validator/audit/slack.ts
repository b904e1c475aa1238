/**
 * Blocks by which what a validator publishes may be behind the chain: it stores rows and notes secrets shortly after their
 * block, and keeps bodies in memory for a while.
 */
export const SLACK_BLOCKS = 10
