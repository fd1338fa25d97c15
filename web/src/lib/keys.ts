/** Under which names answers are kept. Whatever belongs to an app stands below `app(name)`, and is asked for anew with it. */
export const keys = {
  session: ['session'],
  /** Whatever belongs to no app stands below it, and is asked for anew with it. */
  server: ['server'],
  accounts: ['server', 'accounts'],
  apps: ['apps'],
  history: ['history'],
  app: (app: string) => ['app', app],
  status: (app: string) => ['app', app, 'status'],
  of: (app: string, what: string, ...more: readonly string[]) => ['app', app, what, ...more],
  /** Apart from the app: the cloud is not asked anew with every change of it. */
  staying: (app: string, environment: string) => ['staying', app, environment],
  deploymentsOf: (app: string) => ['deployment', app],
  deployment: (app: string, environment: string, number: number | string) => [
    'deployment',
    app,
    environment,
    String(number),
  ],
} as const
