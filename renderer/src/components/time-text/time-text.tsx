/** An instant in the zone that the person chose; UTC and the zone in the title. */
import { offsetText, type Precision, timeText } from '../../time/format.ts'
import { useZones } from '../../time/zone.ts'
import classes from './time-text.module.css'

interface TimeTextProps {
  /** Microseconds UTC; null when unknown. */
  micros: number | null
  /** Source it came from, for the zone switch's "source". */
  source?: number
  precision?: Precision
}

export function TimeText({ micros, source, precision = 'auto' }: TimeTextProps) {
  const zones = useZones()
  if (micros === null)
    return (
      <span className={classes.none} title="No time in this record">
        no time
      </span>
    )
  const zone = zones.of(source)
  const utc = timeText(micros, 'UTC')
  return (
    <time
      dateTime={`${utc.replace(' ', 'T')}Z`}
      title={`${utc} UTC\n${timeText(micros, zone)} ${zone} (${offsetText(micros, zone)})`}
      className={classes.time}
    >
      {timeText(micros, zone, precision)}
    </time>
  )
}
