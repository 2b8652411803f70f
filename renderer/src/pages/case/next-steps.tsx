/** What is done and what comes next, read off the counts of the case. */
import { Button, VisuallyHidden } from '@mantine/core'
import { IconArrowRight, IconCircle, IconCircleCheck } from '@tabler/icons-react'
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { go } from '../../app/routing.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { pages } from '../registry.tsx'
import classes from './overview.module.css'

interface Step {
  page: string
  title: string
  why: string
  button: string
  done: (summary: CaseSummary) => boolean
}

const STEPS: readonly Step[] = [
  {
    page: 'evidence',
    title: 'Import a capture',
    button: 'Add evidence',
    done: (c) => c.captures > 0,
    why: 'The log events of the time in question. You see how a file is understood before it is imported.',
  },
  {
    page: 'evidence',
    title: 'Import the alerts',
    button: 'Add alerts',
    done: (c) => c.alerts > 0 || c.labelSets > 0,
    why: 'The export of your detection system: who, what, when. Labels come from it, unless the capture carries its own.',
  },
  {
    page: 'labeling',
    title: 'Lock labels',
    button: 'Choose the window',
    done: (c) => c.labelSets > 0,
    why: 'Which events belong to which alert, by user and time window. You see the effect as you move the sliders. Or take a column of the capture that holds labels.',
  },
  {
    page: 'experiments',
    title: 'Run an experiment',
    button: 'Set it up',
    done: (c) => c.runs > 0,
    why: 'Train experts and their gate under three protocols.',
  },
  {
    page: 'report',
    title: 'Write the report',
    button: 'Open Report',
    done: (c) => c.reports > 0,
    why: 'One offline file with every number, its baseline and what is the matter with it.',
  },
]

export function NextSteps({ summary }: { summary: CaseSummary }) {
  const steps = STEPS.filter((step) => pages.some((page) => page.id === step.page))
  const next = steps.find((step) => !step.done(summary))
  return (
    <Panel title={next ? 'What to do next' : 'All steps are done'}>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.title}>
            <StepRow step={step} done={step.done(summary)} next={step === next} />
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function StepRow({ step, done, next }: { step: Step; done: boolean; next: boolean }) {
  const Icon = done ? IconCircleCheck : next ? IconArrowRight : IconCircle
  return (
    <div className={classes.stepRow} data-state={done ? 'done' : next ? 'next' : 'later'}>
      <Icon size={15} stroke={1.7} aria-hidden />
      <div>
        <VisuallyHidden>{done ? 'Done: ' : next ? 'Next: ' : 'Later: '}</VisuallyHidden>
        {step.title}
        {next && (
          <>
            <p className={classes.why}>{step.why}</p>
            <Button onClick={() => go(step.page)}>{step.button}</Button>
          </>
        )}
      </div>
    </div>
  )
}
