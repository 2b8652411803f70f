/** How a file was understood, with the reason for each guess that could be wrong. */
import { Select } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Inspection } from '../../../../preload/contract/evidence.ts'
import { bytes, percent } from '../../../../preload/figures/format.ts'
import { Stat, Stats } from '../../components/stat/stat.tsx'
import classes from './evidence.module.css'

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
const DELIMITERS: Record<string, string> = { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar' }

interface UnderstandingProps {
  inspection: Inspection
  zone: string
  onZone: (zone: string) => void
}

export function Understanding({ inspection, zone, onZone }: UnderstandingProps) {
  const { format, compression, encoding, delimiter, confidence } = inspection
  const zones = ZONES.includes(inspection.zone) ? ZONES : [inspection.zone, ...ZONES]
  const tone = confidence >= 0.95 ? 'good' : confidence >= 0.7 ? 'warn' : 'bad'
  return (
    <>
      <Stats>
        <Stat
          label="Format"
          value={format}
          note={compression === 'none' ? bytes(inspection.size) : `${compression}, ${bytes(inspection.size)}`}
        />
        <Stat
          label="Encoding"
          value={encoding}
          note={delimiter ? `separated by ${DELIMITERS[delimiter] ?? delimiter}` : undefined}
        />
        <Stat label="Columns" value={inspection.columns.length} />
        <Stat label="Readable" value={percent(confidence)} note="of the sampled rows" tone={tone} />
      </Stats>
      <div className={classes.zone}>
        <Select
          label="Zone of times that carry none"
          data={zones}
          value={zone}
          onChange={(next) => next && onZone(next)}
          searchable
          allowDeselect={false}
          limit={80}
          w={240}
        />
        <p className={classes.quiet}>
          {zone === inspection.zone
            ? `Found: ${inspection.zoneEvidence}`
            : `You chose it; found was ${inspection.zone}: ${inspection.zoneEvidence}`}
        </p>
      </div>
      {inspection.warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          <IconAlertTriangle size={14} aria-hidden /> {warning}
        </p>
      ))}
    </>
  )
}
