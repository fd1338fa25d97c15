import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ImageName } from '../../contract/names.ts'
import { imageParameters } from './build-image.ts'

test('of an image in ECR its repository may be pulled from, and of any other nothing', () => {
  const digest = `sha256:${'0a'.repeat(32)}`
  for (const [image, repository] of [
    [
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/builds',
      'arn:aws:ecr:eu-central-1:123456789012:repository/builds',
    ],
    [
      `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/builds:1@${digest}`,
      'arn:aws:ecr:us-east-1:123456789012:repository/team/builds',
    ],
    ['123456789012.dkr-ecr.eu-west-1.on.aws/b:2', 'arn:aws:ecr:eu-west-1:123456789012:repository/b'],
    ['123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/b', 'arn:aws:ecr:us-east-1:123456789012:repository/b'],
    ['123456789012.dkr-ecr-fips.us-east-1.on.aws/b', 'arn:aws:ecr:us-east-1:123456789012:repository/b'],
    ['public.ecr.aws/docker/library/node:24', ''],
    ['ghcr.io/acme/builds:latest', ''],
    ['node:24-bookworm', ''],
    [null, ''],
  ] as const) {
    if (image) ImageName.parse(image)
    assert.deepEqual(imageParameters(image, 'aws'), { Image: image ?? '', ImageRepository: repository })
  }
  const chinese = imageParameters('123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/b', 'aws-cn')
  assert.equal(chinese.ImageRepository, 'arn:aws-cn:ecr:cn-north-1:123456789012:repository/b')
})

test('what is no name of an image is none', () => {
  const wrong = [
    '',
    'My/Image',
    'https://ghcr.io/acme/x',
    'x:',
    'x y',
    'x@sha256:12',
    `${'a'.repeat(256)}`,
    'a//b',
    '-a',
  ]
  for (const image of wrong) assert.equal(ImageName.safeParse(image).success, false, image)
})
