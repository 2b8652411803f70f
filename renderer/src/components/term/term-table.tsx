/** A table of numbers whose columns say what they mean; it scrolls by itself where the page is narrower. */
import type { ReactNode } from 'react'
import { TableScroll } from '../table-scroll/table-scroll.tsx'
import { TermHead } from './term.tsx'
import classes from './term-table.module.css'

interface TermTableProps {
  label: string
  /** `left` for columns of words; cells that are to stand left say so by `data-left`. */
  heads: readonly { name: string; hint: string; left?: boolean }[]
  /** False where the numbers must not be relied on; cells marked `data-metric` then show it. */
  holds?: boolean
  /** The rows; one that is still of an older question says so by `data-stale`. */
  children: ReactNode
}

export function TermTable({ label, heads, holds = true, children }: TermTableProps) {
  return (
    <TableScroll label={label}>
      <table className={classes.table} data-holds={holds}>
        <thead>
          <tr>
            {heads.map((head) => (
              <TermHead key={head.name} {...head} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </TableScroll>
  )
}
