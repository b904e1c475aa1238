export { createRateLimit, type RateLimit, type RateLimitOptions } from '../shared/rate-limit.ts'
