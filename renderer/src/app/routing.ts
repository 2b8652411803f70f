/** Where the person is, kept in the address after `#`: `#/events?filter=user:bob&event=12`. */
import { useSyncExternalStore } from 'react'

export interface Route {
  /** Id of a page in the registry. */
  page: string
  params: URLSearchParams
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  return { page: path || 'case', params: new URLSearchParams(query) }
}

export function useRoute(): Route {
  return parse(useSyncExternalStore(subscribe, () => window.location.hash))
}

/** The address of a page, for links. Empty and null parameters are left out. */
export function hrefOf(page: string, params: Record<string, string | number | null> = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== '') query.set(name, String(value))
  }
  const text = query.toString()
  return text ? `#/${page}?${text}` : `#/${page}`
}

/** Goes to a page. `replace` keeps the history as it is: for state that changes while one works. */
export function go(page: string, params: Record<string, string | number | null> = {}, replace = false): void {
  const href = hrefOf(page, params)
  if (!replace) {
    window.location.hash = href
    return
  }
  window.history.replaceState(null, '', href)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

/** Changes some parameters of the page one is on; null takes one away. */
export function setParams(changes: Record<string, string | number | null>): void {
  const { page, params } = parse(window.location.hash)
  go(page, { ...Object.fromEntries(params), ...changes }, true)
}
