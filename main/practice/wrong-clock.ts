/** One host of the practice company has a wrong clock, as some host always has. */
import { drawing } from './draw.ts'
import type { Happening } from './happening.ts'
import type { Host } from './roles.ts'

export interface WrongClock {
  host: Host
  /** Milliseconds by which it is fast; below 0 slow. */
  ahead: number
}

const MOST = 90_000
/** Hosts that attacks pass through often enough for a wrong clock to be found. */
const candidates: readonly Host[] = ['WS-101', 'WS-102', 'SRV-APP']

/** Which host it is, and which way, follows from the seed. */
export function wrongClock(seed: number): WrongClock {
  const draw = drawing(seed, 'clock')
  return { host: draw.pick(candidates), ahead: draw.chance(0.5) ? MOST : -MOST }
}

/** The happening with the time that its host's clock showed. */
export function stamped(happening: Happening, { host, ahead }: WrongClock): Happening {
  return happening.host === host ? { ...happening, at: happening.at + ahead } : happening
}
