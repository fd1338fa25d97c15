import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cloudWorkspaces } from './terraform-cloud.ts'
import { stateIn } from './terraform-state.ts'

const inTerraform = (block: string) => `terraform {\n  ${block}\n}\n`

const kept: [file: string, text: string][] = [
  ['main.tf', inTerraform('backend "s3" {\n  }')],
  ['main.tf', inTerraform('required_version = ">= 1.5"\n  backend "s3" {}')],
  ['main.tf', inTerraform('required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n  backend s3 {}')],
  ['main.tf', inTerraform('cloud {\n    organization = "acme"\n  }')],
  ['main.tf', 'terraform { backend "gcs" {} }'],
  ['main.tf', 'terraform {}\nterraform {\n  backend "azurerm" {\n    key = "a" # {\n  }\n}\n'],
  ['main.tf', `a = "arn:aws:s3:::x/*"\n${inTerraform('backend "s3" {}')}b = "arn:aws:iam::*/foo"\n`],
  ['main.tf', `locals {\n  a = "\${lookup(x, "}")}{"\n}\n${inTerraform('backend "s3" {}')}`],
  ['main.tf', `locals {\n  a = <<-EOT\n    { don't "\n    EOT\n}\n${inTerraform('backend "s3" {}')}`],
  ['main.tofu', `/* ours */ ${inTerraform('backend "http" {}')}`],
  ['a.tf.json', '{ "terraform": { "backend": { "s3": {} } } }'],
  ['a.tf.json', '{ "terraform": [{ "backend": [{ "//": "ours", "s3": {} }] }] }'],
  ['a.tofu.json', '{ "terraform": { "cloud": { "organization": "acme" } } }'],
]
for (const [file, text] of kept)
  test(`the state outlasts a build by ${file}: ${text}`, () => assert.ok(stateIn(file, text)))

const lost: [file: string, text: string][] = [
  ['main.tf', inTerraform('')],
  ['main.tf', inTerraform('backend "local" {}')],
  ['main.tf', inTerraform('backend "inmem" {}')],
  ['main.tf', inTerraform('# backend "s3" {}\n  // cloud {}\n  /* backend "s3" {} */')],
  ['main.tf', 'backend "s3" {}\n'],
  ['main.tf', 'module "cloud" {\n}\n'],
  ['main.tf', 'variable "cloud" {}\n'],
  ['main.tf', 'module "x" {\n  cloud {\n  }\n  backend "s3" {}\n}\n'],
  ['main.tf', 'locals {\n  tags = { "x-cloud" : { a = 1 } }\n  sizes = { "backend" : "large" }\n}\n'],
  ['main.tf', inTerraform('required_providers {\n    cloud = { source = "acme/cloud" }\n  }')],
  ['main.tf', `locals {\n  a = <<EOT\nterraform {\n  backend "s3" {}\n}\nEOT\n}\n`],
  ['a.tf.json', '{ "terraform": { "required_providers": { "cloud": { "source": "acme/cloud" } } } }'],
  ['a.tf.json', '{ "module": { "backend": { "source": "./backend" } } }'],
  ['a.tf.json', '{ "resource": { "aws_instance": { "backend": { "ami": "a" } } } }'],
  ['a.tf.json', '{ "terraform": { "backend": { "local": {} } } }'],
  ['a.tf.json', '{ "terraform": { "backend": { "s3": {} } }'],
  ['a.tf.json', '{ "terraform": "backend", "cloud": {} }'],
]
for (const [file, text] of lost)
  test(`the state is lost with the build by ${file}: ${text}`, () => assert.equal(stateIn(file, text), undefined))

test('workspaces are read of the block that keeps the state, and of no other', () => {
  const workspaces = (file: string, text: string) => {
    const state = stateIn(file, text) ?? assert.fail('no state')
    return cloudWorkspaces(state)
  }
  const elsewhere = 'resource "acme_app" "a" {\n  cloud {\n    workspaces { name = "x" }\n  }\n}\n'
  assert.equal(workspaces('main.tf', `${elsewhere}${inTerraform('backend "s3" {}')}`), undefined)
  const tagged = inTerraform(
    'cloud {\n    hostname = "tf.acme-corp.io"\n    # workspaces { name = "x" }\n    workspaces {\n      tags = ["a"]\n    }\n  }',
  )
  const byTags = { workspace: '$TRELLIS_APP-$TRELLIS_STAGE', token: 'TF_TOKEN_tf_acme__corp_io' }
  assert.deepEqual(workspaces('main.tf', `${tagged}${elsewhere}`), byTags)
  const single = '{ "terraform": { "backend": { "remote": { "workspaces": [{ "name": "x" }] } } } }'
  assert.deepEqual(workspaces('a.tf.json', single), { single: true })
})
