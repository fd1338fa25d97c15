import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepsState } from './terraform-state.ts'

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
  test(`the state outlasts a build by ${file}: ${text}`, () => assert.ok(keepsState(file, text)))

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
  test(`the state is lost with the build by ${file}: ${text}`, () => assert.ok(!keepsState(file, text)))
