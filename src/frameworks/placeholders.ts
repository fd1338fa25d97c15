import type { Folder } from './folder.ts'

/** Of cookiecutter and copier, wherever they stand. `{{resolve:…}}` is CloudFormation's own. */
const anywhere = /\{\{-?\s*(?:cookiecutter|copier)\b/
/** Of EJS, Jinja and the like, where a line or a key begins: in the midst of a value they are mostly for somebody else, at run time. */
const atBeginning = /^[ \t]*(?:-[ \t]+)?["']?[\w.-]*(?:<%[=~_-]|\{%-?\s*(?:if|for|raw)\b)/m
/** Files whose values may be settings of any tool, such as those of semantic-release. */
const ofManyTools = /^(?:package|cdk)\.json$/
/** Where a name has to stand that somebody will fill in. */
const asName =
  /"name"\s*:\s*"[^"]*(?:\{\{|<%|\[\[|__[A-Z][A-Z_]*__)|^service:\s*['"]?(?:\{\{|<%|\[\[|__[A-Z])|"app"\s*:\s*"[^"]*(?:\{\{|<%)/m
const looked =
  /^(?:package\.json|cdk\.json|serverless\.\w+|sst\.config\.\w+|template\.(?:ya?ml|json)|samconfig\.\w+|Pulumi\.ya?ml|app\.arc)$/

/** The file in which something is still to be filled in: a template for apps, and none itself. */
export async function placeholderIn(folder: Folder): Promise<string | undefined> {
  for (const name of [...folder.names].filter(each => looked.test(each)).sort()) {
    const text = (await folder.read(name)) ?? ''
    if (anywhere.test(text) || asName.test(text) || (!ofManyTools.test(name) && atBeginning.test(text))) return name
  }
  return undefined
}

/** Whether a folder's name is one that is still to be filled in. */
export const isPlaceholder = (name: string): boolean => /\{\{|<%|\$\{|\[\[|^__[A-Z][A-Z_]*__$/.test(name)
