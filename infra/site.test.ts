import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { Match } from 'aws-cdk-lib/assertions'
import { routes } from '../src/contract/routes.ts'
import { apiPaths } from './constructs/site.ts'
import { propertiesOf, template } from './testing/template.ts'

const [{ DistributionConfig: distribution } = assert.fail()] = propertiesOf('AWS::CloudFront::Distribution')
const isProgram = (path: string) =>
  apiPaths.some(one => (one.endsWith('*') ? path.startsWith(one.slice(0, -1)) : path === one))

test('every path of the API leads to it, by TLS alone and past every cache; none of the dashboard does', () => {
  for (const { path } of Object.values(routes)) assert.ok(isProgram(path.replaceAll('{', '')), path)
  assert.ok(isProgram('/api/openapi.json'))
  for (const path of pages()) assert.ok(!isProgram(path), path)
  assert.deepEqual(
    distribution.CacheBehaviors.map((one: { PathPattern: string }) => one.PathPattern),
    apiPaths,
  )
  for (const behavior of distribution.CacheBehaviors) {
    assert.equal(behavior.ViewerProtocolPolicy, 'https-only')
    assert.equal(behavior.AllowedMethods.length, 7)
    // CachingDisabled and AllViewerExceptHostHeader, as AWS names them.
    assert.equal(behavior.CachePolicyId, '4135ea2d-6df8-44a3-9df3-4b5a84be39ad')
    assert.equal(behavior.OriginRequestPolicyId, 'b689b0a8-53d0-40ab-baf2-68738e2966ac')
    const origin = distribution.Origins.find((one: { Id: string }) => one.Id === behavior.TargetOriginId)
    assert.equal(origin.CustomOriginConfig.OriginProtocolPolicy, 'https-only')
    assert.match(JSON.stringify(origin.DomainName), /execute-api/)
  }
})

test('every other path is the one page, and files are files', () => {
  const [{ FunctionCode: code } = assert.fail()] = propertiesOf('AWS::CloudFront::Function')
  const handler: (event: object) => { uri: string } = new Function(`${code}; return handler`)()
  const served = (uri: string) => handler({ request: { uri } }).uri
  for (const path of pages()) assert.equal(served(path), '/index.html', path)
  for (const path of ['/assets/index-x.js', '/assets/x', '/favicon.svg', '/index.html'])
    assert.equal(served(path), path)
})

test('CloudFront alone reads the pages, for this distribution alone', () => {
  const { TargetOriginId, ViewerProtocolPolicy } = distribution.DefaultCacheBehavior
  assert.equal(ViewerProtocolPolicy, 'redirect-to-https')
  const origin = distribution.Origins.find((one: { Id: string }) => one.Id === TargetOriginId)
  assert.ok(origin.OriginAccessControlId)
  template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: {
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
      OriginAccessControlOriginType: 's3',
    },
  })
  const Statement = Match.arrayWith([
    Match.objectLike({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceArn': Match.anyValue() } },
    }),
  ])
  template.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: Match.objectLike({ Statement }) })
})

test('pages are held to what they are on one machine, and may connect to the live socket', () => {
  const [{ ResponseHeadersPolicyConfig: headers } = assert.fail()] = propertiesOf(
    'AWS::CloudFront::ResponseHeadersPolicy',
  )
  const { ContentSecurityPolicy, FrameOptions, StrictTransportSecurity } = headers.SecurityHeadersConfig
  const policy = JSON.stringify(ContentSecurityPolicy.ContentSecurityPolicy)
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"])
    assert.ok(policy.includes(part), part)
  assert.match(policy, /connect-src 'self' ",\{"Fn::GetAtt":\["LiveApi\w+","ApiEndpoint"\]\},"; /)
  assert.equal(FrameOptions.FrameOption, 'DENY')
  assert.ok(StrictTransportSecurity.AccessControlMaxAgeSec > 0)
  assert.equal(StrictTransportSecurity.IncludeSubdomains, false)
})

test('several installations in an account do not meet: what is named bears the name of its stack', () => {
  const names = [
    ...propertiesOf('AWS::CloudFront::Function').map(one => one.Name),
    ...propertiesOf('AWS::CloudFront::OriginAccessControl').map(one => one.OriginAccessControlConfig.Name),
    ...propertiesOf('AWS::CloudFront::ResponseHeadersPolicy').map(one => one.ResponseHeadersPolicyConfig.Name),
  ]
  assert.equal(names.length, 3)
  for (const name of names) assert.match(JSON.stringify(name), /"AWS::StackName".*"AWS::Region"/)
})

/** As the files of the routes are named. */
function pages(): string[] {
  const files = readdirSync(new URL('../web/src/routes', import.meta.url)).filter(name => !name.startsWith('__'))
  return files.map(
    name =>
      `/${name
        .replace(/\.tsx$/, '')
        .replace(/(^|\.)index$/, '')
        .replaceAll('.', '/')
        .replaceAll('$', '')}`,
  )
}

test('without a domain the address is that of CloudFront; with one, pages, records and everybody know it', () => {
  const { Aliases, ViewerCertificate } = distribution
  const [aliased, names, otherwise] = Aliases['Fn::If']
  assert.deepEqual([names, otherwise], [[{ Ref: 'Domain' }], { Ref: 'AWS::NoValue' }])
  const [, certificate, none] = ViewerCertificate['Fn::If']
  assert.deepEqual(none, { Ref: 'AWS::NoValue' })
  assert.deepEqual(certificate, {
    ...{ AcmCertificateArn: { Ref: 'Certificate' }, SslSupportMethod: 'sni-only' },
    MinimumProtocolVersion: 'TLSv1.2_2021',
  })
  const { Conditions, Parameters } = template.toJSON()
  assert.deepEqual(Conditions[aliased], { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Domain' }, ''] }] })
  for (const name of ['Domain', 'Zone']) assert.equal(Parameters[name].Default, '')
  const records = Object.values(template.findResources('AWS::Route53::RecordSet'))
  assert.deepEqual(records.map(one => one.Properties.Type).sort(), ['A', 'AAAA'])
  for (const { Condition, Properties } of records) {
    assert.ok(JSON.stringify(Conditions[Condition]).includes('{"Ref":"Zone"}'))
    assert.deepEqual([Properties.Name, Properties.HostedZoneId], [{ Ref: 'Domain' }, { Ref: 'Zone' }])
  }
  const urls = propertiesOf('AWS::Lambda::Function').flatMap(one => one.Environment?.Variables?.TRELLIS_URL ?? [])
  assert.equal(urls.length, 3)
  for (const url of urls) assert.equal(url['Fn::If'][0], aliased)
  assert.deepEqual(template.toJSON().Outputs.Url.Value, urls[0])
})
