import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutSecrets } from '../../platform/without-secrets.ts'
import { explainFailure, lastWords, shownAddress } from './failure.ts'

const cases: [said: string, code: string | undefined][] = [
  ["fatal: could not read Username for 'https://host': terminal prompts disabled", 'repository_wants_password'],
  [
    "remote: Invalid username or password.\nfatal: Authentication failed for 'https://host/x/'",
    'repository_wants_password',
  ],
  ["fatal: unable to access 'https://host/x/': The requested URL returned error: 403", 'repository_wants_password'],
  [
    'git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    'repository_wants_password',
  ],
  ['Host key verification failed.\nfatal: Could not read from remote repository.', 'repository_unreachable'],
  ["fatal: unable to access 'https://host/x/': Could not resolve host: host", 'repository_unreachable'],
  [
    "fatal: unable to access 'https://host/x/': SSL certificate problem: self-signed certificate",
    'repository_unreachable',
  ],
  [
    "fatal: unable to access 'https://host/x/': Received HTTP code 407 from proxy after CONNECT",
    'repository_unreachable',
  ],
  ["fatal: unable to access 'https://host/x/': The requested URL returned error: 503", 'repository_unreachable'],
  ['ssh: connect to host host port 22: Connection timed out', 'repository_unreachable'],
  ["fatal: detected dubious ownership in repository at '/srv/x'", 'repository_unreachable'],
  ["fatal: '/srv/x' does not appear to be a git repository", 'invalid_repository'],
  ["fatal: repository 'https://host/x/' not found", 'invalid_repository'],
  ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', 'invalid_repository'],
  ['fatal: https://host/x/info/refs not valid: is this a git repository?', 'invalid_repository'],
  ['fatal: mismatched algorithms: client sha1; server sha256', 'invalid_repository'],
  ["fatal: transport 'ext' not allowed", 'invalid_repository'],
  ['fatal: write error: No space left on device', 'disk_full'],
  ['remote: fatal: write error: No space left on device', undefined],
  ['fatal: bad object HEAD', undefined],
  ['', undefined],
]
for (const [said, code] of cases) {
  test(`${said.split('\n')[0]} → ${code}`, () => assert.equal(explainFailure(said, 'https://host/x')?.code, code))
}

test('what git repeats holds no secret, not even of a URL that its configuration rewrote', () => {
  const said = "fatal: unable to access 'https://oauth2:s3cr3t@x@host/x/': Connection refused"
  const error = explainFailure(said, 'https://host/x')
  assert.match(error?.message ?? '', /https:\/\/host\/x\/': Connection refused/)
  assert.doesNotMatch(error?.message ?? '', /s3cr3t/)
  assert.equal(withoutSecrets('git@host:x and https://host/a@b'), 'git@host:x and https://host/a@b')
})

test('the reason is ssh’s own, and the address the one that was given', () => {
  const cases = {
    'ssh: connect to host host port 2222: Connection refused':
      /ssh:\/\/git@host:2222\/x does not answer\. git says: ssh: connect to host host port 2222: Connection refused$/,
    'git@host: Permission denied (publickey).':
      /^ssh:\/\/git@host:2222\/x accepts no ssh key .* git says: git@host: Permission denied \(publickey\)\.$/,
    'No ED25519 host key is known for host and you have requested strict checking.\nHost key verification failed.':
      /^The ssh host key of ssh:\/\/git@host:2222\/x .* git says: Host key verification failed\.$/,
  }
  for (const [said, says] of Object.entries(cases)) {
    const stderr = `${said}\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights`
    assert.match(explainFailure(stderr, 'ssh://git@host:2222/x')?.message ?? '', says)
  }
  assert.equal(shownAddress('https://acme@dev.azure.com/acme/x'), 'https://acme@dev.azure.com/acme/x')
  assert.equal(shownAddress('https://ada:s3cr3t@host/x'), 'https://host/x')
  assert.equal(shownAddress(`https://${'t'.repeat(40)}@host/x`), 'https://host/x')
  assert.equal(withoutSecrets('ssh://git:s3cr3t@host/x'), 'ssh://git@host/x')
})

test('what git repeats is one short line without escape sequences', () => {
  assert.equal(lastWords('remote: \u001b[31mhello\nfatal: it\u001b[2J broke\nmore\n'), 'fatal: it [2J broke')
  assert.equal(lastWords(`fatal: ${'x'.repeat(1000)}`).length, 300)
})
