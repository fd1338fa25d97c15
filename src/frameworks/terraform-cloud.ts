import type { State } from './terraform-state.ts'

/** How a configuration whose state lies in HCP Terraform, or a server like it, comes to a workspace. */
export type CloudWorkspaces = { single: true } | { workspace: string; token: string }

/** Undefined: the state lies elsewhere. */
export function cloudWorkspaces({ kind, settings }: State): CloudWorkspaces | undefined {
  if (kind !== 'cloud' && kind !== 'remote') return undefined
  const workspaces = /\bworkspaces"?\s*[:=]?\s*\[?\s*\{([^}]*)\}/.exec(settings)?.[1] ?? ''
  if (/\bname"?\s*[:=]/.test(workspaces)) return { single: true }
  const host = /\bhostname"?\s*[:=]\s*"([\w.-]+)"/.exec(settings)?.[1] ?? 'app.terraform.io'
  const workspace = /\bprefix"?\s*[:=]/.test(workspaces) ? '$TRELLIS_STAGE' : '$TRELLIS_APP-$TRELLIS_STAGE'
  return { workspace, token: `TF_TOKEN_${host.replaceAll('-', '__').replaceAll('.', '_')}` }
}

export const manyWorkspaces =
  'First give each environment a workspace of its own: in place of `name` write `tags` into `workspaces` of its `cloud` block (`prefix` into that of `backend "remote"`), and look again.'
