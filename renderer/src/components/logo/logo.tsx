/** The mark: three voices and the one line that they are weighed on. */

export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <rect width="20" height="20" rx="5" fill="var(--mantine-color-accent-6)" />
      <g fill="#fff">
        <rect x="4.2" y="8.6" width="2.8" height="4.4" rx="0.8" opacity="0.75" />
        <rect x="8.6" y="4.6" width="2.8" height="8.4" rx="0.8" />
        <rect x="13" y="10.4" width="2.8" height="2.6" rx="0.8" opacity="0.75" />
        <rect x="3.6" y="14.6" width="12.8" height="1.4" rx="0.7" />
      </g>
    </svg>
  )
}
