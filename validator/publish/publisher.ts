import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { Clock } from '../../shared/clock.ts'
import type { Keypair } from '../../shared/crypto/keypair.ts'
import type { Logger } from '../../shared/log.ts'
import { ownAddress } from '../../shared/own-address.ts'
import type { Service } from '../../shared/service.ts'
import { serve } from '../../shared/wire/serve.ts'
import { readDatabase } from '../db/open.ts'
import type { Guard } from '../guard.ts'
import { createPublishAnnouncer, type PublishAnnouncerDeps } from './announcer.ts'
import { createPublishApp } from './app.ts'
import { createPublication, type PublisherFacts } from './publication.ts'

/** Where transcripts are served and what the chain is told of it. */
export interface PublishAddress {
  /** 0 for any free port. */
  readonly port: number
  /** Announced address; the first one of this machine when not given. */
  readonly ip: string | undefined
}

export interface PublisherDeps {
  readonly client: PublishAnnouncerDeps['client']
  readonly hotkey: Keypair
  /** Path of the validator's database, which is opened once more for reading alone. */
  readonly database: string
  readonly clock: Clock
  readonly guard: Guard
  readonly log: Logger
}

/** Services that publish; closing frees the port. */
export interface Publisher {
  readonly port: number
  readonly services: readonly Service[]
  close(): Promise<void>
}

/** Of a validator that publishes nothing. */
export const NO_PUBLISHER: Publisher = { port: 0, services: [], close: async () => {} }

/** What transcripts say of the program that made them. */
export const SOFTWARE = 'meritnet/0.1.0'

/**
 * Serves the transcripts of a validator and announces where.
 * @throws AppError `port-in-use`, `cannot-listen` or of the database.
 */
export async function openPublisher(
  { client, hotkey, database: path, clock, guard, log }: PublisherDeps,
  facts: PublisherFacts,
  { port, ip = ownAddress() }: PublishAddress,
): Promise<Publisher> {
  const database = readDatabase(path)
  try {
    const publication = createPublication(database.orm, hotkey, facts)
    const app = createPublishApp({ publication, hotkey: hotkey.ss58, clock, log, addressOf })
    const listener = await serve({ name: 'publisher', fetch: app.fetch, host: undefined, port, clock })
    const at = { ip, port: listener.port }
    log.info('serving transcripts', at)
    return {
      port: listener.port,
      services: [listener, createPublishAnnouncer({ client, netuid: facts.netuid, hotkey, at, clock, guard, log })],
      async close() {
        await listener.close()
        database.close()
      },
    }
  } catch (error) {
    database.close()
    throw error
  }
}

const addressOf = (context: Context): string => getConnInfo(context).remote.address ?? 'unknown'
