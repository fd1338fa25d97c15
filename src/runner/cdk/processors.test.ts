import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Json } from '../../frameworks/cdk/json.ts'
import { otherProcessors } from './processors.ts'

const hash = 'ab'.repeat(32)

/** The beginning of a file in ELF. @param machine its `e_machine` */
function elf(machine: number): Buffer {
  const header = Buffer.alloc(64)
  header.write('\x7fELF', 'latin1')
  header.writeUInt16LE(machine, 18)
  return header
}
const x86 = elf(62)
const arm = elf(183)

async function said(code: Record<string, Buffer | string>, properties: Json = {}): Promise<string[]> {
  const assembly = await mkdtemp(join(tmpdir(), 'trellis-processors-'))
  try {
    for (const [name, content] of Object.entries(code)) {
      const path = join(assembly, `asset.${hash}`, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
    }
    const api = {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` }, ...(properties as object) },
    }
    const files = new Map<string, Json>([
      ['Shop.template.json', { Resources: { Api: api, Table: { Type: 'AWS::DynamoDB::Table' } } }],
      ['Shop.assets.json', { files: { [hash]: { source: { path: `asset.${hash}`, packaging: 'zip' } } } }],
    ])
    return await otherProcessors(assembly, files)
  } finally {
    await rm(assembly, { recursive: true })
  }
}

const sharp = 'node_modules/@img/sharp/sharp.node'

test('a function is told of whose native code is for the other kind of processor alone', async () => {
  assert.match(String(await said({ [sharp]: arm })), /Api runs on x86_64, and \S+sharp\.node in its code is for arm64/)
  assert.match(String(await said({ [sharp]: x86 }, { Architectures: ['arm64'] })), /Api runs on arm64, .* for x86_64/)
  assert.match(String(await said({ 'numpy/core.so.1': arm })), /core\.so\.1/)
})

test('none is where the code fits, is for both, is no native code, or where nobody can tell', async () => {
  assert.deepEqual(await said({ [sharp]: x86 }), [])
  assert.deepEqual(await said({ [sharp]: arm }, { Architectures: ['arm64'] }), [])
  assert.deepEqual(await said({ [sharp]: arm, 'node_modules/@img/x64/sharp.node': x86 }), [])
  assert.deepEqual(await said({ 'index.js': 'code', 'short.node': '\x7fELF', 'tool.node': elf(8) }), [])
  assert.deepEqual(await said({ [sharp]: arm }, { Architectures: [{ Ref: 'Kind' }] }), [])
  assert.deepEqual(await said({}), [])
})
