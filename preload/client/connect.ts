/**
 * The renderer's client of every service, typed by the contract and checked by its schemas on both sides.
 *
 *     import { connect, type Client } from './connect.ts'
 *     const client: Client = await connect()
 *     const summary = await client.cases.current({})
 *
 * Errors: pass whatever a call throws to `problemOf` (problem-of.ts). Jobs: `watchJobs` (watch-jobs.ts).
 * Dropped files: `window.tribunal?.pathOf(file)` gives the path in Electron; a browser page has none.
 */
import { type ClientContext, createORPCClient } from '@orpc/client'
import { StandardRPCLink, type StandardLinkClient } from '@orpc/client/standard'
import type { ContractRouterClient } from '@orpc/contract'
import { RequestValidationPlugin, ResponseValidationPlugin } from '@orpc/contract/plugins'
import { type Contract, contract } from '../contract/index.ts'
import { portLink } from './port.ts'
import { socketPath } from './socket-path.ts'
import { type LinkState, socketLink } from './socket.ts'

export type Client = ContractRouterClient<Contract>
export type { LinkState }
export { problemOf } from './problem-of.ts'

/**
 * Connects the page to the services: over Electron's port where the preload script is, else over a WebSocket to
 * the page's own server, which reconnects by itself.
 * @param onState told when a WebSocket opens or is lost
 */
export async function connect(onState: (state: LinkState) => void = () => {}): Promise<Client> {
  if (window.tribunal) return clientOver(await portLink(window.tribunal))
  const url = new URL(socketPath, window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return clientOver(socketLink(url.href, onState))
}

/** A typed client over any transport; tests bring their own. */
export function clientOver(link: StandardLinkClient<ClientContext>): Client {
  return createORPCClient(
    new StandardRPCLink(link, {
      url: 'http://tribunal',
      plugins: [new RequestValidationPlugin(contract), new ResponseValidationPlugin(contract)],
    }),
  )
}
