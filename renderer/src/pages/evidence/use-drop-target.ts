/** Dropping files, where the face can tell their paths (Electron); in a browser a page never learns a file's path. */
import '../../../../preload/client/bridge.ts'
import { type DragEvent, useState } from 'react'

interface DropTarget {
  possible: boolean
  /** Files hover over the page right now. */
  over: boolean
  handlers: {
    onDragOver?: (event: DragEvent) => void
    onDragLeave?: () => void
    onDrop?: (event: DragEvent) => void
  }
}

export function useDropTarget(onPaths: (paths: string[]) => void): DropTarget {
  const [over, setOver] = useState(false)
  const bridge = window.tribunal
  if (!bridge) return { possible: false, over: false, handlers: {} }
  const handlers = {
    onDragOver: (event: DragEvent): void => {
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      const paths = [...event.dataTransfer.files].map((file) => bridge.pathOf(file)).filter(Boolean)
      if (paths.length > 0) onPaths(paths)
    },
  }
  return { possible: true, over, handlers }
}
