/** Draws the application into the page. */
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

export function start(): void {
  const root = document.getElementById('root')
  if (root) createRoot(root).render(<App />)
}
