/** In which zone times are shown: UTC, the zone of the evidence itself, or one that the person chose. */
import { createContext, use } from 'react'
import { useCall } from '../api/use-call.ts'
import { useStored } from '../app/use-stored.ts'
import { isZone } from './format.ts'

export type ZoneMode = 'utc' | 'source' | 'chosen'

export interface Zones {
  mode: ZoneMode
  /** The chosen IANA zone, whether it is in use or not. */
  chosen: string
  /** The zone of axes and of times that belong to no one source. */
  zone: string
  /** The zone for times of a source. */
  of: (source?: number) => string
  /** Why `zone` is what it is, for a tooltip. */
  reason: string
  setMode: (mode: ZoneMode) => void
  choose: (zone: string) => void
}

const local = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** One zone for all sources where they agree; else UTC, since one axis cannot have two. */
function common(zones: readonly string[]): { zone: string; reason: string } {
  const known = [...new Set(zones.filter(isZone))]
  if (known.length === 1 && known[0]) return { zone: known[0], reason: `Every source is in ${known[0]}` }
  const reason =
    known.length === 0 ? 'No evidence yet: UTC' : 'Sources differ: axes are in UTC, rows in their own'
  return { zone: 'UTC', reason }
}

export const ZoneContext = createContext<Zones | null>(null)

/** The zone in force. Every time, axis and range input reads it from here. */
export function useZones(): Zones {
  const zones = use(ZoneContext)
  if (!zones) throw new Error('useZones needs the ZoneContext')
  return zones
}

/** To be called once, by the provider. */
export function useZoneState(): Zones {
  const [mode, setMode] = useStored('zone-mode', 'utc') as [ZoneMode, (mode: ZoneMode) => void]
  const [chosen, setChosen] = useStored('zone', local)
  const sources = useCall('evidence.list', {}, { enabled: mode === 'source' })
  const byId = new Map((sources.data ?? []).map((source) => [source.id, source.zone]))
  const shared = common([...byId.values()])
  const zone = mode === 'utc' ? 'UTC' : mode === 'chosen' ? chosen : shared.zone
  const of = (source?: number): string => {
    const own = source === undefined ? undefined : byId.get(source)
    return mode === 'source' && own && isZone(own) ? own : zone
  }
  const reason =
    mode === 'utc' ? 'All times in UTC' : mode === 'chosen' ? `All times in ${chosen}` : shared.reason
  const choose = (next: string): void => {
    setChosen(next)
    setMode('chosen')
  }
  return { mode, chosen, zone, of, reason, setMode, choose }
}
