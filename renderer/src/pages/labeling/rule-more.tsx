/** Settings of a rule that few cases need: account columns, SIDs, own classes, windows of single classes. */
import { TagsInput } from '@mantine/core'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import { durationText, parseDuration } from '../../time/duration.ts'
import classes from './labeling.module.css'
import { PairList } from './pair-list.tsx'

interface RuleMoreProps {
  rule: Rule
  set: (part: Partial<Rule>) => void
}

export function RuleMore({ rule, set }: RuleMoreProps) {
  return (
    <details className={classes.more}>
      <summary>More settings</summary>
      <div className={classes.fields}>
        <TagsInput
          label="Account columns that count"
          placeholder={rule.accounts?.length ? '' : 'all that are mapped'}
          value={rule.accounts ?? []}
          onChange={(accounts) => set({ accounts })}
        />
        <PairList
          label="Names of SIDs"
          heads={['S-1-5-21-…', 'account name']}
          hint="For logs or alerts that give only security identifiers."
          value={rule.sids ?? {}}
          onChange={(sids) => set({ sids })}
        />
        <PairList
          label="Classes of your own"
          heads={[`the alert’s ${rule.classBy}`, 'class; empty leaves it out']}
          hint="What the table does not name stays as it is."
          value={rule.classes ?? {}}
          onChange={(own) => set({ classes: own })}
        />
        <PairList
          label="Windows of single classes"
          heads={['class', 'before, after: 30 s, 10 min']}
          hint="The other classes keep the window above."
          value={windowTexts(rule.windows)}
          refuse={(text) =>
            readWindow(text) ? null : 'Two lengths with a comma between them, such as 30 s, 10 min'
          }
          onChange={(texts) => set({ windows: readWindows(texts) })}
        />
      </div>
    </details>
  )
}

/** A year. */
const LONGEST = 31_536_000e6

type Windows = NonNullable<Rule['windows']>

function windowTexts(windows: Windows | undefined): Record<string, string> {
  const texts = Object.entries(windows ?? {}).map(([name, { before, after }]) => [
    name,
    `${durationText(before)}, ${durationText(after)}`,
  ])
  return Object.fromEntries(texts) as Record<string, string>
}

function readWindow(text: string): Windows[string] | null {
  const [before, after, ...rest] = text.split(',').map((part) => parseDuration(part))
  if (rest.length > 0 || before == null || after == null || Math.max(before, after) > LONGEST) return null
  return { before, after }
}

function readWindows(texts: Record<string, string>): Windows {
  const read = Object.entries(texts).flatMap(([name, text]) => {
    const own = readWindow(text)
    return own ? [[name, own] as const] : []
  })
  return Object.fromEntries(read)
}
