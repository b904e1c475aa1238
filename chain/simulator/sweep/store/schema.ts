import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Version of these tables. A sweep file is made and finished by one version: nothing migrates. */
export const SCHEMA_VERSION = 1

/** What the file belongs to: see `identity.ts`. */
export const meta = sqliteTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

/** Points of the design in their order, with the values of the factors as a JSON list. */
export const points = sqliteTable('points', {
  id: integer('id').primaryKey(),
  point: text('point').notNull(),
})

/** Runs that are over. */
export const runs = sqliteTable(
  'runs',
  {
    point: integer('point').notNull(),
    seed: integer('seed').notNull(),
    /** Why it gave no measures; NULL for a run that did. */
    failure: text('failure'),
  },
  (table) => [primaryKey({ columns: [table.point, table.seed] })],
)

/** What the runs measured. */
export const measures = sqliteTable(
  'measures',
  {
    point: integer('point').notNull(),
    seed: integer('seed').notNull(),
    name: text('name').notNull(),
    value: real('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.point, table.seed, table.name] })],
)

/** The same tables for SQLite; the tests hold the two together. */
export const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
CREATE TABLE points (id INTEGER PRIMARY KEY NOT NULL, point TEXT NOT NULL);
CREATE TABLE runs (point INTEGER NOT NULL, seed INTEGER NOT NULL, failure TEXT, PRIMARY KEY (point, seed));
CREATE TABLE measures (
  point INTEGER NOT NULL, seed INTEGER NOT NULL, name TEXT NOT NULL, value REAL NOT NULL,
  PRIMARY KEY (point, seed, name)
) WITHOUT ROWID;
`
