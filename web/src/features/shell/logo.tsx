export const Logo = () => (
  <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
    <path
      d="M6 27V5m10 22V5m10 22V5M4 11h24M4 21h24"
      fill="none"
      stroke="var(--line-strong)"
      strokeWidth="2"
      strokeLinecap="round"
    />
    <path d="M16 21C9 21 6 16 7 9c7 0 11 4 9 12Z" fill="var(--accent)" />
  </svg>
)
