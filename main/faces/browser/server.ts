/** The browser face's server: loopback only, the built window over HTTP, the services over one WebSocket per page. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { socketPath } from '../../../preload/client/socket-path.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { createRouter, handlerOptions } from '../../api/router.ts'
import type { Workspace } from '../../api/workspace.ts'
import { createAssets } from '../assets.ts'
import { contentPolicy, securityHeaders } from '../policy.ts'
import { createGuard, type Guard } from './guard.ts'

const LARGEST_MESSAGE = 64 * 2 ** 20

export interface Running {
  /** The address to open, token included. */
  readonly url: string
  close(): Promise<void>
}
export interface ServerOptions {
  workspace: Workspace
  /** Folder of the built window. */
  assets: string
  /** 0 takes a free one. */
  port: number
  /** Told of errors that are bugs. */
  note: (error: unknown) => void
}

/** @throws Problem port-taken */
export async function startServer({ workspace, assets, port, note }: ServerOptions): Promise<Running> {
  const guard = createGuard()
  const serve = createAssets(assets, (request) => contentPolicy([`ws://${new URL(request.url).host}`]))
  const server = createServer((request, reply) => {
    answer(request, reply, guard, serve).catch((error: unknown) => {
      note(error)
      reply.destroy()
    })
  })
  const sockets = takeSockets(server, workspace, guard, note)
  await listen(server, port)
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}/?token=${guard.token}`,
    close: () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return reject(error)
      const advice = 'Choose another port, or leave --port out to take a free one.'
      reject(
        new Problem('port-taken', `Port ${port} cannot be used (${error.code})`, { advice, cause: error }),
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}

async function answer(
  request: IncomingMessage,
  reply: ServerResponse,
  guard: Guard,
  serve: (request: Request) => Promise<Response>,
): Promise<void> {
  if (!guard.knowsHost(request.headers)) return refuse(reply, 'This address is not served here.')
  // A path may start with `//`, which `new URL(path, base)` would take for another host.
  const url = new URL(`http://${request.headers.host}${request.url?.startsWith('/') ? request.url : '/'}`)
  if (guard.knowsToken(url.searchParams.get('token'))) {
    reply.writeHead(303, { ...plain, location: '/', 'set-cookie': guard.cookie }).end()
    return
  }
  if (!guard.knowsSession(request.headers))
    return refuse(reply, 'Open the address that Tribunal printed when it started; it ends in ?token=…', 401)
  const response = await serve(new Request(url, { method: request.method ?? 'GET' }))
  reply.writeHead(response.status, Object.fromEntries(response.headers))
  reply.end(Buffer.from(await response.arrayBuffer()))
}

const plain = {
  ...securityHeaders("default-src 'none'; frame-ancestors 'none'"),
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
}
function refuse(reply: ServerResponse, text: string, status = 403): void {
  reply.writeHead(status, plain).end(`${text}\n`)
}

function takeSockets(
  server: Server,
  workspace: Workspace,
  guard: Guard,
  note: (error: unknown) => void,
): WebSocketServer {
  const handler = new RPCHandler(createRouter(workspace), handlerOptions(note))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const { headers, url } = request
    if (
      url !== socketPath ||
      !guard.knowsHost(headers) ||
      !guard.knowsOrigin(headers) ||
      !guard.knowsSession(headers)
    ) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => socket.terminate())
      handler.upgrade(socket).catch(note)
    })
  })
  return sockets
}
