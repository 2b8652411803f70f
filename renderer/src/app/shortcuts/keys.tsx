/** Draws a shortcut the way it is printed on the keys. */
import { Kbd } from '@mantine/core'
import classes from './keys.module.css'

const isMac = navigator.platform.startsWith('Mac')
const PRINTED: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
}

/** @param keys as in `Shortcut.keys` */
export function Keys({ keys }: { keys: string }) {
  const presses = keys.split(' ').map((press) => press.split(/\+(?=.)/))
  return (
    <span className={classes.keys}>
      {presses.map((press, index) => (
        <span key={index} className={classes.press}>
          {press.map((key) => (
            <Kbd key={key} size="xs">
              {PRINTED[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
            </Kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
