import { buildDashboard } from '../src/entry/build-dashboard.ts'
import { packageRoot } from '../src/entry/dashboard-folder.ts'

const { problem } = await buildDashboard({
  root: packageRoot,
  started: () => console.log('Building the dashboard …'),
})
if (problem) {
  console.error(problem)
  process.exitCode = 1
}
