/**
 * The steps of the work, in their order on the rail. To add a page: write `pages/<id>/index.tsx` with a default export
 * and add it here; rail, shortcuts, palette and routing follow. A page that does not work yet is not in this list.
 */
import {
  IconDatabase,
  type Icon,
  IconFileImport,
  IconFileText,
  IconFlask,
  IconLinkPlus,
  IconList,
  IconScale,
  IconTags,
  IconUsersGroup,
} from '@tabler/icons-react'
import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import type { CaseSummary } from '../../../preload/contract/case.ts'
import { countText } from '../components/number-text/format.ts'

export interface PageSpec {
  /** Part of the address: `#/<id>`. */
  id: string
  title: string
  icon: Icon
  /** `g` and then this letter goes there. */
  letter: string
  needsCase: boolean
  component: LazyExoticComponent<ComponentType>
  /** What the rail says about this step: a count, or that it is the next thing to do. */
  hint?: (summary: CaseSummary) => StepHint
}
export interface StepHint {
  text: string
  /** `next` marks the step with a dot: nothing is done here yet, and everything before it is. */
  state: 'done' | 'next' | 'later'
}

/** A step that counts something: done when there is some, next when what it needs is there. */
export function counted(count: number, ready: boolean): StepHint {
  if (count > 0) return { text: countText(count), state: 'done' }
  return { text: '', state: ready ? 'next' : 'later' }
}

export const pages: readonly PageSpec[] = [
  {
    id: 'case',
    title: 'Case',
    icon: IconDatabase,
    letter: 'c',
    needsCase: false,
    component: lazy(() => import('./case/index.tsx')),
  },
  {
    id: 'evidence',
    title: 'Evidence',
    icon: IconFileImport,
    letter: 'e',
    needsCase: true,
    component: lazy(() => import('./evidence/index.tsx')),
    hint: (c) =>
      c.alerts > 0 && c.captures > 0
        ? counted(c.captures, true)
        : { text: c.captures ? countText(c.captures) : '', state: 'next' },
  },
  {
    id: 'events',
    title: 'Events',
    icon: IconList,
    letter: 'v',
    needsCase: true,
    component: lazy(() => import('./events/index.tsx')),
    hint: (c) => ({ text: c.events > 0 ? countText(c.events) : '', state: 'done' }),
  },
  {
    id: 'labeling',
    title: 'Labeling',
    icon: IconTags,
    letter: 'l',
    needsCase: true,
    component: lazy(() => import('./labeling/index.tsx')),
    hint: (c) => counted(c.labelSets, c.events > 0 && c.alerts > 0),
  },
  {
    id: 'experiments',
    title: 'Experiments',
    icon: IconFlask,
    letter: 'x',
    needsCase: true,
    component: lazy(() => import('./experiments/index.tsx')),
    hint: (summary) => counted(summary.runs, summary.labelSets > 0),
  },
  {
    id: 'experts',
    title: 'Experts',
    icon: IconUsersGroup,
    letter: 'p',
    needsCase: true,
    component: lazy(() => import('./experts/index.tsx')),
  },
  {
    id: 'evaluation',
    title: 'Evaluation',
    icon: IconScale,
    letter: 'a',
    needsCase: true,
    component: lazy(() => import('./evaluation/index.tsx')),
  },
  {
    id: 'report',
    title: 'Report',
    icon: IconFileText,
    letter: 'r',
    needsCase: true,
    component: lazy(() => import('./report/index.tsx')),
    hint: (summary) => counted(summary.reports, summary.runs > 0),
  },
  {
    id: 'custody',
    title: 'Custody',
    icon: IconLinkPlus,
    letter: 'y',
    needsCase: true,
    component: lazy(() => import('./custody/index.tsx')),
  },
]
