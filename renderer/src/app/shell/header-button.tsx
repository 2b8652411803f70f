/** The small quiet button that the header's popovers open from. */
import { Button } from '@mantine/core'
import type { ComponentProps } from 'react'
import classes from './header.module.css'

export function HeaderButton({ className, ...rest }: ComponentProps<typeof Button<'button'>>) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      className={`${classes.button} ${className ?? ''}`}
      {...rest}
    />
  )
}
