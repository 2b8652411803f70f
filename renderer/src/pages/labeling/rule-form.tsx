/** The rule in the hand: window, anchor, entity, conflicts and classes. */
import { Button, NumberInput, SegmentedControl, Switch, TagsInput } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import { DurationField } from '../../components/duration-field/duration-field.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './labeling.module.css'
import { RuleDocument } from './rule-document.tsx'
import { RuleMore } from './rule-more.tsx'
import { furtherParts, ruleSentence } from './rule-text.ts'

interface RuleFormProps {
  rule: Rule
  onChange: (rule: Rule) => void
}

export function RuleForm({ rule, onChange }: RuleFormProps) {
  const set = (part: Partial<Rule>): void => onChange({ ...rule, ...part })
  const [whole, setWhole] = useState(false)
  return (
    <div className={classes.form}>
      <Panel title="Rule">
        <div className={classes.fields}>
          <DurationField
            label="Before the alert"
            value={rule.before}
            onChange={(before) => set({ before })}
          />
          <DurationField label="After the alert" value={rule.after} onChange={(after) => set({ after })} />
          <Choice
            label="Anchor: the alert's time is when it"
            value={rule.anchor}
            onChange={(anchor) => set({ anchor })}
            options={{ fired: 'fired', first: 'first saw', last: 'last saw' }}
          />
          <Choice
            label="User names match when"
            value={rule.entity}
            onChange={(entity) => set({ entity })}
            options={{ normalized: 'any domain', domain: 'domain', caseless: 'case', exact: 'exact' }}
          >
            {ENTITIES[rule.entity]}
          </Choice>
          <Choice
            label="In windows of two classes"
            value={rule.conflict}
            onChange={(conflict) => set({ conflict })}
            options={{ nearest: 'nearest', all: 'all', drop: 'drop', priority: 'priority' }}
          >
            {CONFLICTS[rule.conflict]}
          </Choice>
          {rule.conflict === 'priority' && (
            <TagsInput
              label="Classes, the most important first"
              value={rule.priority ?? []}
              onChange={(priority) => set({ priority })}
            />
          )}
          <Choice
            label="A class is the alert's"
            value={rule.classBy}
            onChange={(classBy) => set({ classBy })}
            options={{ technique: 'technique', tactic: 'tactic', name: 'name' }}
          />
          <NumberInput
            label="Classes kept, the most frequent"
            min={1}
            max={64}
            value={rule.top}
            onChange={(top) =>
              typeof top === 'number' && top >= 1 && set({ top: Math.min(64, Math.round(top)) })
            }
            clampBehavior="strict"
            allowDecimal={false}
          />
          <Switch
            label="Leave out machine accounts and no-one"
            checked={rule.excludeMachines}
            onChange={(event) => set({ excludeMachines: event.currentTarget.checked })}
          />
          <Switch
            label="Only on the alert's host"
            checked={rule.matchHost ?? false}
            onChange={(event) => set({ matchHost: event.currentTarget.checked })}
          />
          <TagsInput
            label="Accounts that match nothing"
            placeholder="e.g. svc_*"
            value={rule.exclude ?? []}
            onChange={(exclude) => set({ exclude })}
          />
          <Further rule={rule} />
          <RuleMore rule={rule} set={set} />
          <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
            The whole rule as JSON
          </Button>
        </div>
      </Panel>
      <p className={classes.sentence}>{ruleSentence(rule)}</p>
      {whole && <RuleDocument rule={rule} onChange={onChange} onClose={() => setWhole(false)} />}
    </div>
  )
}

const CONFLICTS = {
  nearest: 'The alert closest in time decides',
  all: 'The event counts for every class',
  drop: 'The event is left out of training',
  priority: 'The more important class decides',
}

const ENTITIES = {
  normalized: 'CORP\\Alice, alice@corp and alice are one',
  domain: 'CORP\\Alice and alice@corp are one, HOME\\alice is another',
  caseless: 'Alice and ALICE are one, CORP\\Alice is another',
  exact: 'Only the very same spelling',
}

/** Settings that only the JSON holds, so that none is forgotten. */
function Further({ rule }: { rule: Rule }) {
  const parts = furtherParts(rule)
  if (parts.length === 0) return null
  return (
    <ul className={classes.further} aria-label="Further settings">
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  )
}

interface ChoiceProps<V extends string> {
  label: string
  value: V
  options: Record<V, string>
  onChange: (value: V) => void
  children?: ReactNode
}

function Choice<V extends string>({ label, value, options, onChange, children }: ChoiceProps<V>) {
  const id = useId()
  const data = Object.entries<string>(options).map(([one, text]) => ({ value: one, label: text }))
  return (
    <div>
      <div id={id} className={classes.label}>
        {label}
      </div>
      <SegmentedControl
        fullWidth
        data={data}
        value={value}
        onChange={(next) => onChange(next as V)}
        aria-labelledby={id}
      />
      {children && <div className={classes.hint}>{children}</div>}
    </div>
  )
}
