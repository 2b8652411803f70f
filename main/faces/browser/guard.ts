/**
 * Who may talk to the browser face. Three checks, each against a different attack:
 * the Host header must name this machine (a stranger's domain that resolves to 127.0.0.1, "DNS rebinding"),
 * the Origin of a WebSocket must be the page's own (any site a browser has open may try to connect),
 * and the token of the printed address, or the session cookie it was traded for, must be there (other users of the machine).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

export interface Guard {
  /** Part of the printed address. */
  readonly token: string
  /** True when the Host header names this machine, under any port (a tunnel may change it). */
  knowsHost(headers: IncomingHttpHeaders): boolean
  knowsToken(given: string | null): boolean
  knowsSession(headers: IncomingHttpHeaders): boolean
  /** True when a WebSocket is asked for by a page of this very server. */
  knowsOrigin(headers: IncomingHttpHeaders): boolean
  /** Value of the Set-Cookie header that starts a session. */
  readonly cookie: string
}

export function createGuard(token = randomBytes(24).toString('base64url')): Guard {
  const session = randomBytes(24).toString('base64url')
  // Cookies are shared by all ports of a host: two running servers need two names.
  const name = `tribunal-${createHash('sha256').update(session).digest('hex').slice(0, 8)}`
  return {
    token,
    knowsHost: ({ host }) => host !== undefined && loopback.has(host.replace(/:\d+$/, '').toLowerCase()),
    knowsToken: (given) => given !== null && sameText(given, token),
    knowsSession: ({ cookie }) => sameText(cookieValue(cookie ?? '', name), session),
    knowsOrigin: ({ origin, host }) => origin !== undefined && origin === `http://${host}`,
    cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
  }
}

/** Compares in a time that tells nothing of how much agrees: equal-length digests, then a constant-time comparison. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function cookieValue(header: string, name: string): string {
  for (const part of header.split(';')) {
    const [key = '', ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return ''
}
