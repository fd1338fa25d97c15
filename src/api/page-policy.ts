/** What a page of the dashboard may load and do: nothing of elsewhere. @param live where its live socket is, when that is another host */
export const pagePolicy = (live?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    // A live socket of the same host is among them.
    ["connect-src 'self'", live].filter(Boolean).join(' '),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
