/**
 * The page's way to the services in the browser face: a WebSocket, opened anew whenever a call finds it gone.
 * A call that was under way when the socket broke fails (it may have had its effect); streams are taken up
 * again by `watchJobs`.
 */
import type { ClientContext } from '@orpc/client'
import type { StandardLinkClient } from '@orpc/client/standard'
import { LinkWebsocketClient } from '@orpc/client/websocket'
import { Problem } from '../contract/problem.ts'

type Link = StandardLinkClient<ClientContext>
export type LinkState = 'online' | 'offline'

/** @param url ws: address of the services; the session cookie goes with it. */
export function socketLink(url: string, onState: (state: LinkState) => void): Link {
  let current: Promise<Link> | undefined
  const gone = (): void => {
    if (current) onState('offline')
    current = undefined
  }
  const link = (): Promise<Link> => {
    current ??= open(url, gone).then((opened) => {
      onState('online')
      return opened
    })
    return current
  }
  return {
    call: async (request, options, path, input) => (await link()).call(request, options, path, input),
  }
}

async function open(url: string, gone: () => void): Promise<Link> {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  const client = new LinkWebsocketClient({ websocket: socket })
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    // What went wrong is not told to pages; `close` follows.
    socket.addEventListener('error', () => {})
    socket.addEventListener('close', () => {
      gone()
      reject(
        new Problem('not-connected', 'Tribunal does not answer: it was stopped, or the connection broke', {
          advice: 'Start it again if it was stopped, and open the address it prints. The case is intact.',
        }),
      )
    })
  })
  return client
}
