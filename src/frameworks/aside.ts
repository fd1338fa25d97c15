import type { Folder } from './folder.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Folders that hold what was installed, built or generated. */
const passedOver = words(
  'node_modules bower_components vendor site-packages __pycache__ dist build out target coverage tmp cdk.out amplify',
)
/** Folders that are there to be copied or tested with. */
const aside = words(
  'test tests spec e2e fixtures fixture __tests__ __fixtures__ testdata mocks __mocks__ stubs cypress playwright ' +
    'template templates boilerplate boilerplates scaffold scaffolds skeleton skeletons blueprint blueprints ' +
    'example examples sample samples demo demos docs doc',
)
const likeThose = /^(?:examples?|fixtures?)[-_.]|[-_.](?:boilerplate|fixtures?)$/
/** Such as `template-ts` in a package that makes apps of it. Elsewhere it may be a service that has to do with templates. */
const likeTemplates = /^templates?[-_.]|[-_.]template$/
/** A package of that kind, by its own name or by that of a folder. */
const makesApps = /(?:^|\/)(?:create|generator)-/

export const isPassedOver = (name: string): boolean => name.startsWith('.') || passedOver.has(name.toLowerCase())

/** A virtual environment of Python, whatever it is called: `env` may as well hold the environments of Terraform. */
export const isVirtualEnvironment = ({ names }: Folder): boolean => names.has('pyvenv.cfg')

/** An app in one of them is told of, and taken when the folder is named. */
export function isAside(name: string, { path, packageJson }: Folder): boolean {
  const plain = name.toLowerCase()
  if (aside.has(plain) || likeThose.test(plain)) return true
  return likeTemplates.test(plain) && (makesApps.test(path) || makesApps.test(packageJson?.name ?? ''))
}
