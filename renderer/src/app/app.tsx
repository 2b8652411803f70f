/** The application: connects to the services, then draws the shell around the pages. */
import { Loader, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { connect, type LinkState } from '../../../preload/client/connect.ts'
import { setClient } from '../api/client.ts'
import { followJobs } from '../api/jobs.ts'
import { ProblemAlert } from '../components/problem-alert/problem-alert.tsx'
import { useZoneState, ZoneContext } from '../time/zone.ts'
import classes from './app.module.css'
import { Guard } from './shell/guard.tsx'
import { Shell } from './shell/shell.tsx'
import { theme } from './theme.ts'
import { adoptThemeVariables } from './theme-variables.ts'

adoptThemeVariables()
const queries = new QueryClient({
  // A Problem stays a problem when asked again; nothing changes in a case behind our back.
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } },
})

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateInlineStyles
    >
      <QueryClientProvider client={queries}>
        <Connected>
          {(link) => (
            <Zoned>
              <Guard>
                <Shell link={link} />
              </Guard>
            </Zoned>
          )}
        </Connected>
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Zoned({ children }: { children: ReactNode }) {
  return <ZoneContext value={useZoneState()}>{children}</ZoneContext>
}

function Connected({ children }: { children: (link: LinkState) => ReactNode }) {
  const [state, setState] = useState<'connecting' | 'ready' | 'failed'>('connecting')
  const [problem, setProblem] = useState<unknown>(null)
  const [link, setLink] = useState<LinkState>('online')
  useEffect(() => {
    const stop = new AbortController()
    const begin = async (): Promise<void> => {
      const client = await connect(setLink)
      if (stop.signal.aborted) return
      setClient(client)
      followJobs(stop.signal)
      setState('ready')
    }
    begin().catch((error: unknown) => {
      setProblem(error)
      setState('failed')
    })
    return () => stop.abort()
  }, [])
  if (state === 'ready') return children(link)
  return (
    <main className={classes.center}>
      {state === 'failed' ? (
        <ProblemAlert problem={problem} onRetry={() => window.location.reload()} />
      ) : (
        <Loader size="sm" aria-label="Connecting" />
      )}
    </main>
  )
}
