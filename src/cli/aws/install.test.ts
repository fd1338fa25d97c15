import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { currentLogin, keepLogin } from '../login/kept-logins.ts'
import { runCli } from '../testing/run-cli.ts'
import type { InstallPlace, InstallPreview, Powers } from '../world.ts'

const preview: InstallPreview = {
  ...{
    name: 'trellis',
    account: '123456789012',
    region: 'eu-central-1',
    identity: 'arn:aws:iam::123456789012:user/ada',
  },
  ...{ begun: false, stands: false, prepares: true },
  kinds: [
    { kind: 'DynamoDB table', count: 1 },
    { kind: 'IAM role', count: 12 },
  ],
  estimate: {
    idle: [{ what: 'alarms', monthly: 0.3 }],
    ...{ monthly: 0.3, build: 0.0043, basis: 'list prices' },
  },
  permissions: { missing: [], missingToRemove: [], unknown: null },
  domain: null,
  image: null,
  alarmEmail: null,
  bootstrapPolicies: [],
}

async function install(
  words: string,
  shown: Partial<InstallPreview> = {},
  more: { terminal?: number; stdin?: string } = {},
) {
  let installs = 0
  const places: InstallPlace[] = []
  const powers: Partial<Powers> = {
    beforeInstall: async place => {
      places.push(place)
      return { ...preview, ...shown }
    },
    install: async () => {
      installs++
      throw new Error('begun')
    },
  }
  const { code, out, err } = await runCli(['install', ...words.split(' ').filter(Boolean)], { powers, ...more })
  return { code, told: out + err, installs, places }
}

test('what would be made, and what it costs, is told before anything is done', async () => {
  const { told, installs } = await install('')
  assert.match(told, /Installs trellis in eu-central-1, in the AWS account 123456789012, as .*user\/ada/)
  assert.match(told, /prepared for the CDK first, .*CDKToolkit, whose execution role has AdministratorAccess\./)
  assert.match(told, / {3}1 {2}DynamoDB table\n {2}12 {2}IAM role\n/)
  assert.match(
    told,
    /about \$0\.30 a month[\s\S]*\$0\.30 {2}alarms[\s\S]*\$0\.0043 for the machine of a build[\s\S]*By list prices/,
  )
  assert.equal(installs, 1, 'a script means it')
  assert.match((await install('', { begun: true })).told, /^Goes on with trellis/)
  assert.match((await install('', { stands: true })).told, /^Stands already, .*: trellis in eu-central-1/)
})

test('what the CDK may do there can be chosen, and is told before anybody is asked', async () => {
  const policies = ['arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::123456789012:policy/teams/roles']
  const words = policies.map(one => `--bootstrap-policy ${one}`).join(' ')
  const at = { terminal: 200, stdin: 'n\n' }
  const { told, installs, places } = await install(words, { bootstrapPolicies: policies }, at)
  assert.deepEqual([places[0]?.bootstrapPolicies, installs], [policies, 0])
  assert.match(told, new RegExp(`execution role has ${policies.join(', ')}\\.[\\s\\S]*Go ahead`))
  const before = await install(words, { bootstrapPolicies: policies, prepares: false })
  assert.match(before.told, /prepared for the CDK already: --bootstrap-policy changes nothing/)
  assert.equal((await install('--bootstrap-policy AdministratorAccess')).code, 2)
})

test('somebody at a terminal is asked, and only a yes is one', async () => {
  const at = { terminal: 100 }
  for (const stdin of ['', '\n', 'no\n', 'yessir\n']) {
    const { code, told, installs } = await install('', {}, { ...at, stdin })
    assert.deepEqual([code, installs], [2, 0], JSON.stringify(stdin))
    assert.match(told, /Go ahead\? \[y\/N\][\s\S]*Nothing was installed/)
  }
  assert.equal((await install('', {}, { ...at, stdin: 'y\n' })).installs, 1)
  const meant = await install('--yes', {}, at)
  assert.deepEqual([meant.installs, /Go ahead/.test(meant.told)], [1, false])
})

test('each permission that is missing is named, and nothing is begun; what cannot be looked at is said', async () => {
  const missing = ['dynamodb:PutItem (arn:aws:dynamodb:…)', 's3:PutObject (arn:aws:s3:::…)']
  const lacking = { permissions: { missing, missingToRemove: [], unknown: null } }
  const refused = await install('--yes', lacking)
  assert.deepEqual([refused.code, refused.installs], [3, 0])
  const lines = refused.told.split('\n').map(line => line.trim())
  for (const one of missing) assert.ok(lines.includes(one), refused.told)
  assert.equal((await install('--no-verify', lacking)).installs, 1)
  const unknown = await install('', { permissions: { missing: [], missingToRemove: [], unknown: 'not authorized' } })
  assert.match(unknown.told, /cannot be looked at: not authorized/)
  assert.equal(unknown.installs, 1)
})

test('what is missing to remove it again is told, and keeps nobody from installing', async () => {
  const missingToRemove = ['dynamodb:DeleteTable (arn:aws:dynamodb:…)']
  const { told, installs } = await install('', { permissions: { missing: [], missingToRemove, unknown: null } })
  assert.match(told, /`trellis uninstall` needs.*\n {2}dynamodb:DeleteTable \(arn/)
  assert.equal(installs, 1)
})

test('a region that is none is found out before AWS is asked', async () => {
  const { code, told, installs } = await install('--region frankfurt')
  assert.deepEqual([code, installs], [2, 0])
  assert.match(told, /is not an AWS region, such as eu-central-1/)
})

test('a domain is told of before anything is done, and one that is none is refused', async () => {
  const told = await install('--domain trellis.example.org', { domain: 'trellis.example.org' })
  assert.match(told.told, /found under https:\/\/trellis\.example\.org/)
  for (const wrong of ['https://trellis.example.org', 'localhost', 'Trellis.example.org', `${'a'.repeat(62)}.org`]) {
    const { code, installs } = await install(`--domain ${wrong}`)
    assert.deepEqual([code, installs], [2, 0], wrong)
  }
})

test('an image of one’s own is told of and handed on; what is no image is refused before AWS is asked', async () => {
  const image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/builds:1'
  const places: (string | null | undefined)[] = []
  const upgrade: Powers['upgrade'] = async place => {
    places.push(place.image)
    throw new Error('begun')
  }
  for (const more of [['--image', image], ['--no-image'], []]) {
    await runCli(['upgrade', ...more], { powers: { upgrade } })
  }
  assert.deepEqual(places, [image, null, undefined])
  assert.match((await install(`--image ${image}`, { image })).told, new RegExp(`Builds run in ${image}\\.`))
  for (const wrong of ['https://ghcr.io/acme/builds', 'Builds:1', 'builds:']) {
    const { code, told, installs } = await install(`--image ${wrong}`)
    assert.deepEqual([code, installs], [2, 0], wrong)
    assert.match(told, /is not the name of an image, such as/)
  }
})

test('whoever is to hear of alarms is told of and handed on; what is no address is refused', async () => {
  const address = 'ops@example.org'
  const { told, places } = await install(`--alarm-email ${address}`, { alarmEmail: address })
  assert.equal(places[0]?.alarmEmail, address)
  assert.match(told, /Alarms are told to ops@example\.org, whom AWS asks first/)
  assert.equal((await install('--no-alarm-email')).places[0]?.alarmEmail, null)
  assert.ok(!('alarmEmail' in ((await install('')).places[0] ?? {})))
  const wrong = await install('--alarm-email ops')
  assert.deepEqual([wrong.code, wrong.installs], [2, 0])
  assert.match(wrong.told, /is not an address, such as ops@example\.org/)
})

const admitted = {
  ...{ name: 'trellis', account: '123456789012', region: 'eu-central-1', version: '1.2.3', record: null },
  ...{ url: 'https://d1.cloudfront.net', signInLink: 'https://d1.cloudfront.net/sign-in#code', token: 'secret-token' },
  expiresAt: '2026-12-27T10:00:00.000Z',
}

test('whoever has the credentials of the account is let in again, and nothing is installed', async t => {
  const home = mkdtempSync(join(tmpdir(), 'trellis-link-'))
  t.after(() => rmSync(home, { recursive: true }))
  keepLogin(home, { url: 'https://other.example.org', token: 'x', login: 'mia', expiresAt: admitted.expiresAt })
  const places: InstallPlace[] = []
  const powers: Partial<Powers> = {
    admit: async place => {
      places.push(place)
      return admitted
    },
  }
  const words = ['install', '--link', '--region', 'eu-central-1', '--home', home]
  const { code, out, err } = await runCli(words, { powers })
  assert.deepEqual([code, places.map(one => one.region)], [0, ['eu-central-1']])
  assert.match(out, /1\.2\.3 stands as trellis[\s\S]*Sign your browser in: .*#code/)
  assert.match(out, /not https:\/\/other\.example\.org: `trellis use https:\/\/other\.example\.org` goes back/)
  assert.doesNotMatch(out + err, /secret-token/)
  assert.equal(currentLogin(home), admitted.url)
})

test('Ctrl-C in the midst of it says what goes on, and how it is continued or undone', async () => {
  let begun: () => void = () => undefined
  const ready = new Promise<void>(resolve => {
    begun = resolve
  })
  const powers: Partial<Powers> = {
    beforeInstall: async () => preview,
    install: () => {
      begun()
      return new Promise(() => undefined)
    },
  }
  const interrupt = (press: () => void) => void ready.then(() => setImmediate(press))
  const words = ['install', '--region', 'eu-central-1', '--name', 'two', '--yes']
  const { code, err } = await runCli(words, { powers, interrupt })
  assert.equal(code, 130)
  assert.match(err, /What CloudFormation has begun goes on/)
  assert.match(err, /`trellis install --region eu-central-1 --name two` waits for that/)
  assert.match(err, /`trellis uninstall --region eu-central-1 --name two` takes it away/)
})
