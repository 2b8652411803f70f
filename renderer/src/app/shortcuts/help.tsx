/** What `?` shows: every shortcut that works right now. */
import { Modal } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { Keys } from './keys.tsx'
import classes from './keys.module.css'
import { allShortcuts, subscribe } from './store.ts'

const ALWAYS = [
  { keys: 'ArrowUp ArrowDown', label: 'Move in a table or list', group: 'Tables' },
  { keys: 'Enter', label: 'Open the row', group: 'Tables' },
  { keys: 'Home End', label: 'First and last row', group: 'Tables' },
]

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const shortcuts = useSyncExternalStore(subscribe, allShortcuts).filter((one) => !one.hidden)
  const groups = Object.entries(Object.groupBy([...shortcuts, ...ALWAYS], (one) => one.group))
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <div className={classes.columns}>
        {groups.map(([group, list]) => (
          <section key={group} className={classes.group}>
            <h3>{group}</h3>
            {list?.map((one) => (
              <div key={one.keys} className={classes.row}>
                <span>{one.label}</span>
                <Keys keys={one.keys} />
              </div>
            ))}
          </section>
        ))}
      </div>
    </Modal>
  )
}
