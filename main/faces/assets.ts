/** Serves the built window, one function from request to response; both faces call it. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { securityHeaders } from './policy.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * @param root folder of the built window; nothing outside it is ever read
 * @param policy the Content Security Policy for a request
 */
export function createAssets(
  root: string,
  policy: (request: Request) => string,
): (request: Request) => Promise<Response> {
  const base = normalize(root + sep)
  return async (request) => {
    const headers = securityHeaders(policy(request))
    const refuse = (status: number, text: string): Response =>
      new Response(text, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } })
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method not allowed')
    const path = filePath(base, new URL(request.url).pathname)
    if (path === null) return refuse(403, 'Forbidden')
    const body = await readFile(path).catch(() => null)
    if (!body) return refuse(404, 'Not found')
    const type = types[extname(path)] ?? 'application/octet-stream'
    // Built names under assets/ carry a hash of their content; the page itself must always be asked for anew.
    const cache = path.startsWith(join(base, 'assets')) ? 'private, max-age=31536000, immutable' : 'no-store'
    return new Response(request.method === 'HEAD' ? null : body, {
      headers: { ...headers, 'content-type': type, 'cache-control': cache },
    })
  }
}

/** The file a URL path names, or null when it leads out of the folder or is no path at all. */
function filePath(base: string, pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  // A backslash separates folders on Windows, and a NUL ends names in system calls.
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const path = normalize(join(base, decoded.endsWith('/') ? `${decoded}index.html` : decoded))
  return path.startsWith(base) ? path : null
}
