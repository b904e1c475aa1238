import { defineConfig } from 'drizzle-kit'

// `npx drizzle-kit generate --config validator/db/drizzle.config.ts` writes the next migration after a schema change.
export default defineConfig({
  dialect: 'sqlite',
  schema: './validator/db/schema.ts',
  out: './validator/db/migrations',
})
