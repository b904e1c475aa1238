import { type Listener, type ServeOptions, serve as serveApp } from '../shared/wire/serve.ts'

/** `serve` under the name of an axon. @throws AppError `port-in-use`, `cannot-listen`. */
export const serve = (options: Omit<ServeOptions, 'name'>): Promise<Listener> => serveApp({ ...options, name: 'axon' })
