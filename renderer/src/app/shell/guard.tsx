/** Stops an error in the drawing of its children: a page that breaks must not take the window with it. */
import { Component, type ReactNode } from 'react'
import { Problem } from '../../../../preload/contract/problem.ts'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './shell.module.css'

/** How browsers say that a part of the program could not be fetched. */
const NOT_FETCHED = /preload CSS|dynamically imported module|importing a module/i

function told(error: unknown): { problem: unknown; lost: boolean } {
  const lost = error instanceof Error && NOT_FETCHED.test(error.message)
  if (!lost) return { problem: error, lost }
  const advice = 'Start Tribunal again if it was stopped, then try again. The case is intact.'
  return {
    problem: new Problem('not-connected', 'This page could not be fetched: Tribunal does not answer', {
      advice,
    }),
    lost,
  }
}

export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    const { problem, lost } = told(this.state.error)
    // A part that failed to load stays failed until the window is loaded anew.
    const retry = (): void => (lost ? window.location.reload() : this.setState({ error: null }))
    return (
      <div className={classes.guard}>
        <ProblemAlert problem={problem} onRetry={retry} />
      </div>
    )
  }
}
