import { withoutComments } from './without-comments.ts'

/** How a configuration whose state lies in HCP Terraform, or a server like it, comes to a workspace. */
export type CloudWorkspaces = { single: true } | { workspace: string; token: string }

const head = /(?:^|\{)\s*cloud\s*\{|"cloud"\s*:\s*\[?\s*\{|\bbackend["']?\s*[:{[\s]*["']remote["']/m

/** Undefined: it names neither `cloud` nor the backend `remote`. Made of HCL and of JSON alike. */
export function cloudWorkspaces(texts: readonly string[]): CloudWorkspaces | undefined {
  for (const code of texts.map(withoutComments)) {
    const start = head.exec(code)
    if (!start) continue
    const block = code.slice(start.index)
    const workspaces = /\bworkspaces["']?\s*[:=]?\s*\[?\s*\{([^}]*)\}/.exec(block)?.[1] ?? ''
    if (/\bname["']?\s*[:=]/.test(workspaces)) return { single: true }
    const host = /\bhostname["']?\s*[:=]\s*["']([\w.-]+)["']/.exec(block)?.[1] ?? 'app.terraform.io'
    const workspace = /\bprefix["']?\s*[:=]/.test(workspaces) ? '$TRELLIS_STAGE' : '$TRELLIS_APP-$TRELLIS_STAGE'
    return { workspace, token: `TF_TOKEN_${host.replaceAll('-', '__').replaceAll('.', '_')}` }
  }
  return undefined
}

export const manyWorkspaces =
  'First give each environment a workspace of its own: in place of `name` write `tags` into `workspaces` of its `cloud` block (`prefix` into that of `backend "remote"`), and look again.'
