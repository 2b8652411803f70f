/** Hosts a drawing from `preload/figures`: an SVG element made anew for every width and theme. */
import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import classes from './figure.module.css'

export interface Canvas {
  /** Pixels to draw in. */
  width: number
  dark: boolean
}

interface FigureProps {
  /** What the figure shows, in one sentence: the text alternative. */
  label: string
  draw: (canvas: Canvas) => Element
  /** Draws again when this changes, besides width and theme; the data itself, or what names it. */
  of: unknown
  caption?: ReactNode
  /** The drawing holds buttons, which an image cannot. */
  interactive?: boolean
  /** Least pixels high, so that nothing jumps when the drawing comes. */
  minHeight?: number
}

export function Figure({ label, draw, of, caption, interactive = false, minHeight = 160 }: FigureProps) {
  const { ref, width } = useElementSize()
  const host = useRef<HTMLDivElement>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const drawn = useEffectEvent((canvas: Canvas, _of: unknown) => draw(canvas))
  useEffect(() => {
    if (width > 0) host.current?.replaceChildren(drawn({ width: Math.floor(width), dark }, of))
  }, [width, dark, of])
  return (
    <figure className={classes.figure} ref={ref}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an SVG drawn by others cannot be an img */}
      <div
        ref={host}
        role={interactive ? 'group' : 'img'}
        aria-label={label}
        className={classes.drawing}
        style={{ minHeight }}
      />
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  )
}
