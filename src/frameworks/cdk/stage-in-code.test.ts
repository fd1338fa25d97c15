import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planFor } from '../plan.ts'
import { packageJson, treeOf } from '../testing.ts'
import { otherStage } from './fixed-stage.ts'

interface Given {
  file?: string
  app?: string
  context?: object
  scripts?: Record<string, string>
}

/** What is seen of an app whose first file is this. */
async function seen(
  code: string,
  { file = 'bin/app.ts', app = `npx tsx ${file}`, context = {}, scripts = {} }: Given = {},
) {
  const files = {
    'cdk.json': JSON.stringify({ app, context }),
    'package.json': packageJson({ scripts }),
    'package-lock.json': '{}',
    'requirements.txt': 'aws-cdk-lib\n',
  }
  const planned = await planFor(treeOf({ ...files, [file]: code }), '.')
  assert.ok('plan' in planned && planned.plan.deploy.kind === 'cdk')
  return { fixed: planned.plan.deploy.fixed, warning: planned.plan.detected.warning }
}

const asked = (environment: string, variables: string[] = []) => ({
  environment,
  isOnly: false,
  variables: new Set(variables),
})

const python = { file: 'app.py', app: 'python3 app.py' }
const named = (fixed: Awaited<ReturnType<typeof seen>>['fixed']) => fixed && [fixed.stage, fixed.variable]

test('a stage that the first file takes from a variable, else from its text, is warned of and refused where nobody sets it', async () => {
  const { fixed, warning } = await seen("const s = process.env.STAGE ?? app.node.tryGetContext('env') ?? 'prod'")
  assert.match(
    warning ?? '',
    /bin\/app\.ts takes its stage from the variable STAGE, else `prod`.*set STAGE as a variable/,
  )
  assert.ok(fixed)
  assert.match(otherStage(fixed, asked('staging'))?.hint ?? '', /variables set APP ENV STAGE=VALUE/)
  assert.equal(otherStage(fixed, asked('staging', ['STAGE'])), undefined)
  assert.equal(otherStage(fixed, asked('production')), undefined)
  for (const code of ["process.env['DEPLOY_ENV'] || 'dev'", "process.env.NODE_ENV ||\n  'development'"])
    assert.ok((await seen(code)).fixed, code)
  for (const code of [
    "process.env.TRELLIS_STAGE ?? process.env.STAGE ?? 'dev'",
    "// process.env.STAGE ?? 'dev'",
    "process.env.STAGE ?? 'blue'",
    'process.env.STAGE!',
    "process.env.REGION ?? 'dev'",
    "import 'dotenv/config'\nprocess.env.STAGE ?? 'dev'",
  ])
    assert.equal((await seen(code)).fixed, undefined, code)
  assert.equal((await seen("process.env.STAGE ?? 'dev'", { app: 'STAGE=$X npx tsx bin/app.ts' })).fixed, undefined)
})

test('casts, other ways to write it, and Python hide nothing', async () => {
  for (const code of [
    "(process.env.STAGE as Stage) ?? 'prod'",
    "process.env.STAGE! || 'prod'",
    "const stage = (process.env.STAGE as 'dev' | 'prod') || ('prod' as const)",
    "<Stage>(process.env.STAGE?.toLowerCase() ?? 'prod')",
    'process.env.STAGE ?? `prod`',
    "process.env.STAGE ? process.env.STAGE : 'prod'",
    "const { REGION, STAGE: stage = 'prod' } = process.env",
  ])
    assert.deepEqual(named((await seen(code)).fixed), ['prod', 'STAGE'], code)
  for (const code of [
    'os.environ.get("STAGE", "prod")',
    "os.getenv('STAGE', 'prod')",
    'os.getenv("STAGE") or app.node.try_get_context("stage") or "prod"',
  ])
    assert.deepEqual(named((await seen(code, python)).fixed), ['prod', 'STAGE'], code)
  assert.equal((await seen('# os.getenv("STAGE", "prod")', python)).fixed, undefined)
  assert.equal((await seen('from dotenv import load_dotenv\nos.getenv("STAGE", "prod")', python)).fixed, undefined)
})

test('a context that nobody gives leaves an app what it falls back to', async () => {
  for (const code of [
    "app.node.tryGetContext('stage') ?? 'prod'",
    "(app.node.tryGetContext('appEnv') as string) || 'prod'",
  ])
    assert.match((await seen(code)).fixed?.told ?? '', /from the context `(stage|appEnv)`, which nobody gives/, code)
  assert.ok((await seen('app.node.try_get_context("stage") or "prod"', python)).fixed)
  const code = "app.node.tryGetContext('stage') ?? 'prod'"
  assert.equal((await seen(code, { context: { stage: 'blue' } })).fixed, undefined)
  assert.equal((await seen(code, { app: 'npx tsx bin/app.ts -c stage=$WHICH' })).fixed, undefined)
  assert.equal((await seen("app.node.tryGetContext('stage')")).fixed, undefined)
  assert.equal((await seen("app.node.tryGetContext('flavour') ?? 'test'")).fixed, undefined)
})

test('a stage that the first file says outright is seen, and one that it may be told another way is not', async () => {
  const use = "\nnew Shop(app, 'Shop', { stage })\n"
  for (const said of ["const stage = 'prod'", "export const stage: Stage = 'prod' as Stage;", 'let stage = "prod"'])
    assert.match((await seen(`${said}${use}`)).fixed?.told ?? '', /^bin\/app\.ts says that `stage` is `prod`/, said)
  assert.ok((await seen('ENV: str = "prod"\nShop(app, "Shop", env=ENV)', python)).fixed)
  const { fixed } = await seen(`const stage = 'prod'${use}`)
  assert.ok(fixed)
  assert.match(otherStage(fixed, asked('development'))?.hint ?? '', /^Remove it from bin\/app\.ts, and let the app ask/)
  assert.equal(otherStage(fixed, asked('production')), undefined)
  for (const code of [
    `const stage = 'prod'\n`,
    `let stage = 'prod'\nif (branch !== 'main') stage = 'dev'${use}`,
    `const stage = 'prod'\nconst real = process.argv[2]${use}`,
    `const stage = 'dev'\nconst wanted = app.node.tryGetContext('stage')${use}`,
    `for (const stage of ['dev', 'prod']) {${use}}`,
    `function production() {\n  const stage = 'prod'${use}}\n`,
    `import { RestApi } from 'aws-cdk-lib/aws-apigateway'\nconst stageName = 'prod'\nnew RestApi(stack, 'Api', { deployOptions: { stageName } })`,
    `const stage = process.env.TRELLIS_STAGE ?? 'prod'${use}`,
    `const stage = 'blue'${use}`,
    `const stageOf = { stage: 'prod' }${use}`,
  ])
    assert.equal((await seen(code)).fixed, undefined, code)
})

test('an app that is run by a script of its package is looked at as that script runs it', async () => {
  const wrapped = (synth: string, app = 'npm run -s synth') => ({ app, scripts: { synth } })
  const given = await seen('new App()', wrapped('tsx bin/app.ts --stage prod'))
  assert.match(given.fixed?.told ?? '', /^the script `synth` of package\.json gives the app `--stage prod`/)
  for (const app of [
    'npm run synth',
    'npm run --silent synth',
    'yarn synth',
    'yarn run synth',
    'pnpm --silent synth',
    'bun run synth',
  ])
    assert.equal(
      (await seen("process.env.STAGE ?? 'prod'", wrapped('tsx bin/app.ts', app))).fixed?.variable,
      'STAGE',
      app,
    )
  assert.equal(
    (await seen('new App()', wrapped('tsx bin/app.ts', 'npm run synth -- --stage prod'))).fixed?.stage,
    'prod',
  )
  for (const script of ['tsx bin/app.ts --stage $TRELLIS_STAGE', 'STAGE=$TRELLIS_STAGE tsx bin/app.ts'])
    assert.equal((await seen("process.env.STAGE ?? 'prod'", wrapped(script))).fixed, undefined, script)
  assert.equal(
    (await seen('new App()', wrapped('tsx bin/app.ts --stage prod', 'npm run --prefix infra synth'))).fixed,
    undefined,
  )
  assert.equal((await seen('new App()', wrapped('npm run synth'))).fixed, undefined)
})
