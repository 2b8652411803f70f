/** Builds the three worlds of the window: main (Node), preload (sandboxed CommonJS) and renderer (browser). */
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: {
          index: at('main/index.ts'),
          engine: at('main/jobs/engine-process.ts'),
          'tree-worker': at('main/models/trees/tree-worker.ts'),
          'scoring-thread': at('main/engine/scoring/thread.ts'),
          'training-thread': at('main/engine/apart/training-thread.ts'),
          'probe-process': at('main/engine/choice/probe-process.ts'),
          'segment-thread': at('main/capture/segments/thread.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    worker: { format: 'es' },
    build: { rolldownOptions: { input: { index: at('renderer/index.html') } } },
  },
})
