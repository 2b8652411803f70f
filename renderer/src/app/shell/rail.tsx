/** The steps of the work, with what stands behind each: a count, or a dot at what is to be done next. */
import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconKeyboard } from '@tabler/icons-react'
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { Logo } from '../../components/logo/logo.tsx'
import { pages, type PageSpec } from '../../pages/registry.tsx'
import { hrefOf, useRoute } from '../routing.ts'
import { Keys } from '../shortcuts/keys.tsx'
import classes from './rail.module.css'

export function Rail({ summary, onHelp }: { summary: CaseSummary | null; onHelp: () => void }) {
  const { page } = useRoute()
  return (
    <nav className={classes.rail} aria-label="Steps of the work">
      <div className={classes.brand}>
        <Logo />
        <span>Tribunal</span>
      </div>
      <ol className={classes.steps}>
        {pages.map((spec, index) => (
          <li key={spec.id}>
            <Step spec={spec} number={index + 1} summary={summary} active={spec.id === page} />
          </li>
        ))}
      </ol>
      <UnstyledButton className={classes.help} onClick={onHelp}>
        <IconKeyboard size={16} stroke={1.6} aria-hidden />
        <span>Shortcuts</span>
        <Keys keys="?" />
      </UnstyledButton>
    </nav>
  )
}

interface StepProps {
  spec: PageSpec
  number: number
  summary: CaseSummary | null
  active: boolean
}

function Step({ spec, number, summary, active }: StepProps) {
  const Icon = spec.icon
  const hint = summary && spec.hint ? spec.hint(summary) : null
  const off = spec.needsCase && !summary
  const tip = (
    <span className={classes.tip}>
      {spec.title} <Keys keys={`g ${spec.letter}`} /> or <Keys keys={String(number)} />
    </span>
  )
  return (
    <Tooltip label={tip} position="right" openDelay={600}>
      <a
        href={hrefOf(spec.id)}
        className={classes.step}
        aria-current={active ? 'page' : undefined}
        data-off={off}
      >
        <Icon size={16} stroke={1.6} aria-hidden />
        <span className={classes.title}>{spec.title}</span>
        {hint?.text && <span className={classes.count}>{hint.text}</span>}
        {hint?.state === 'next' && (
          <span className={classes.next}>
            <VisuallyHidden>next step</VisuallyHidden>
          </span>
        )}
      </a>
    </Tooltip>
  )
}
