import type { Refusals } from '../../../../src/contract/access.ts'
import type { ServerStatus } from '../../../../src/contract/app.ts'
import type { DialogName } from '../pipeline/dialogs/open-dialog.ts'
import { sections } from '../settings/sections.ts'

/** Something that the palette leads to, or does. */
export interface Command {
  /** What it is told apart by. */
  value: string
  label: string
  what: string
  href: string
  /** Why whoever looks may not do it. */
  refused?: string | undefined
}

export interface Group {
  value: string
  items: Command[]
}

type App = ServerStatus['apps'][number]
type Environment = App['environments'][number]

const placesFor = ({ administer: refused }: Refusals): Command[] => [
  { value: 'go apps', label: 'All apps', what: 'Go', href: '/' },
  { value: 'go new', label: 'Connect a repository', what: 'New app', href: '/new', refused },
  { value: 'go history', label: 'History of everything', what: 'Go', href: '/history' },
  { value: 'go failed', label: 'Everything that failed', what: 'History', href: '/history?state=failed' },
  { value: 'go github', label: 'GitHub', what: 'Go', href: '/github' },
  { value: 'go accounts', label: 'Accounts', what: 'Go', href: '/accounts' },
  { value: 'go people', label: 'People, tokens and sessions', what: 'Go', href: '/people' },
  { value: 'go approve', label: 'Sign a command line in', what: 'Go', href: '/approve' },
  { value: 'add account', label: 'Add an account', what: 'Accounts', href: '/accounts?dialog=add', refused },
]

/** Everything that the pages can do, those of the app that stands open first. */
export function commandsFor(apps: readonly App[], open: string | undefined, refused: Refusals): Group[] {
  const here = apps.filter(one => one.app === open)
  const others = apps.filter(one => one.app !== open)
  return [
    ...here.map(app => ({ value: app.app, items: [...actionsOf(app, ''), ...pagesOf(app)] })),
    { value: 'Pages', items: placesFor(refused) },
    { value: 'Apps', items: others.flatMap(pagesOf) },
    { value: 'Actions', items: others.flatMap(app => actionsOf(app)) },
  ]
}

const pagesOf = ({ app, environments }: App): Command[] => [
  { value: app, label: app, what: 'Pipeline', href: `/apps/${app}` },
  { value: `${app} history`, label: app, what: 'History', href: `/apps/${app}/history` },
  ...Object.entries(sections).map(([section, title]) => ({
    value: `${app} settings ${section}`,
    label: app,
    what: `Settings: ${title}`,
    href: `/apps/${app}/settings?section=${section}`,
  })),
  ...environments.flatMap(({ name, latest }) =>
    latest
      ? [
          {
            value: `${app} ${name} log`,
            label: `${app} / ${name}`,
            what: `Log of #${latest.number}`,
            href: `/apps/${app}/${name}/${latest.number}`,
          },
        ]
      : [],
  ),
]

/** @param what stands beside them: the app, unless they stand under it */
function actionsOf({ app, environments }: App, what = app): Command[] {
  return environments.flatMap((one, index) =>
    possible(one, environments[index + 1]).map(({ dialog, words, refused }) => ({
      value: `${app} ${one.name} ${dialog}`,
      label: `${words} …`,
      what,
      href: `/apps/${app}?dialog=${dialog}&environment=${one.name}`,
      refused,
    })),
  )
}

interface Possible {
  dialog: DialogName
  words: string
  refused: string | undefined
}

/** As the card of the environment has it. */
function possible(one: Environment, next: Environment | undefined): Possible[] {
  const { name, status, live, latest, refused } = one
  const busy = status === 'deploying' || status === 'removing' || latest?.state === 'queued'
  const all: [dialog: DialogName, words: string, can: boolean, by: Refusals][] = [
    ['cancel', `Cancel what runs in ${name}`, busy, refused],
    ['promote', `Promote ${name} to ${next?.name}`, next !== undefined && live !== null, next?.refused ?? {}],
    ['deploy', `Deploy to ${name}`, !one.protected, refused],
    ['rollback', `Roll back ${name}`, live !== null, refused],
    ['compare', `Compare ${name} with ${next?.name}`, live !== null && next?.live != null, {}],
    ['teardown', `Tear down ${name}`, latest !== null && status !== 'removed', refused],
  ]
  return all.flatMap(([dialog, words, can, by]) =>
    can ? [{ dialog, words, refused: dialog === 'compare' ? undefined : by[dialog] }] : [],
  )
}

/** Every word that was typed stands somewhere in it. */
export function matches({ label, what, value }: Command, query: string): boolean {
  const text = `${label} ${what} ${value}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}
