import { WsProvider } from '@polkadot/api'

const RECONNECT_MS = 1_000
const REQUEST_TIMEOUT_MS = 30_000

/**
 * A WebSocket that connects again by itself. The library's own types of `ttl` and `clone` do not fit its own interface
 * under exact optional properties; these do.
 */
export class ReconnectingProvider extends WsProvider {
  readonly #url: string
  constructor(url: string) {
    super(url, RECONNECT_MS, {}, REQUEST_TIMEOUT_MS)
    this.#url = url
  }
  override get ttl(): number | null {
    return super.ttl ?? null
  }
  override clone(): ReconnectingProvider {
    return new ReconnectingProvider(this.#url)
  }
}
