/** The page's way to the services in the Electron face: a message port handed over by the preload script. */
import type { ClientContext } from '@orpc/client'
import type { StandardLinkClient } from '@orpc/client/standard'
import { LinkMessagePortClient } from '@orpc/client/message-port'
import { type Bridge, portMessage } from './bridge.ts'

/** Waits for the port that the preload script posts to this window, and opens it. */
export async function portLink(bridge: Bridge): Promise<StandardLinkClient<ClientContext>> {
  const port = new Promise<MessagePort>((resolve) => {
    const hear = (event: MessageEvent): void => {
      const [first] = event.ports
      if (event.source !== window || event.data !== portMessage || !first) return
      window.removeEventListener('message', hear)
      resolve(first)
    }
    window.addEventListener('message', hear)
  })
  bridge.connect()
  const opened = await port
  opened.start()
  return new LinkMessagePortClient({ port: opened })
}
