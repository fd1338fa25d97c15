import type { Environment } from '../../contract/app.ts'
import type { Look } from '../terminal.ts'
import { table } from '../view/table.ts'

/** The settings of environments, in the order of the pipeline. */
export const drawEnvironments = (environments: readonly Environment[], look: Look): string[] =>
  table<Environment>(
    [
      { title: 'ENVIRONMENT', text: one => one.name, draw: text => look.paint('bold', text), least: 10 },
      { title: 'DEPLOYS', text: source, least: 10 },
      { title: 'TESTS', text: tests, least: 6 },
      { title: 'ACCOUNT', text: one => one.account ?? '', least: 8 },
      { title: 'FOR', text: whom, least: 10, dispensable: 1 },
      { title: 'REGION', text: one => one.region ?? '', dispensable: 1 },
      { title: 'MACHINE', text: machine, dispensable: 4 },
      { title: 'STACK NAMES', text: one => one.stackNames, dispensable: 3 },
      { title: 'TIMEOUT', text: one => `${one.timeoutMinutes} min`, align: 'right', dispensable: 2 },
    ],
    environments,
    look,
  )

const source = (one: Environment): string =>
  one.protected ? 'promotions only' : one.branch ? `pushes to ${one.branch}` : 'on request'

/** Only what is not for every deployer. */
const whom = ({ allow }: Environment): string =>
  Object.entries(allow)
    .flatMap(([operation, people]) => (people ? [`${operation}: ${people.join(', ') || 'admins'}`] : []))
    .join('; ')

/** Only what is not the usual one. */
function machine({ machine }: Environment): string {
  if (!machine) return ''
  const { cpu, memory, architecture, spot } = machine
  return `${cpu} vCPU, ${memory} GB, ${architecture}${spot ? ', Spot' : ''}`
}

const tests = (one: Environment): string => (one.tests ? (one.testCommand ?? 'on') : 'off')
