/** Stops an error in the drawing of its children: a page that breaks must not take the window with it. */
import { Component, type ReactNode } from 'react'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'

export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return (
      <div style={{ padding: 20, maxWidth: 640 }}>
        <ProblemAlert problem={this.state.error} onRetry={() => this.setState({ error: null })} />
      </div>
    )
  }
}
