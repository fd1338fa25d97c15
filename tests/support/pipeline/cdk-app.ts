/** What a commit of the CDK app deploys. */
export interface CdkPlan {
  /** What its address answers. */
  version: string
  /** Seconds that its stack takes longer to change; nobody can hurry it. */
  wait?: number
}

/** The stack's name in the app. */
export const cdkStack = 'HelloStack'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
const named = { name: 'hello', version: '1.0.0' }

/**
 * The files of a CDK app that writes its assembly by itself. The CDK's library would do the same; to install and to load it takes
 * longer than all the rest of a deployment, and that real apps go this way is what the demo shows.
 */
export const cdkApp = (plan: CdkPlan): Record<string, string> => ({
  ...written('node app.js', [cdkStack]),
  '.gitignore': 'node_modules/\ncdk.out/\n',
  [`${cdkStack}.json`]: json(template(plan)),
})

/** The same of any stacks. @param stacks the resources of each @param command what runs it */
export const stacksApp = (stacks: Record<string, object>, command = 'node app.js'): Record<string, string> => ({
  ...written(command, Object.keys(stacks)),
  ...Object.fromEntries(Object.entries(stacks).map(([name, Resources]) => [`${name}.json`, json({ Resources })])),
})

const written = (command: string, stacks: readonly string[]): Record<string, string> => ({
  'cdk.json': json({ app: command }),
  'package.json': json({ ...named, scripts: { test: 'node -e "console.log(1)"' } }),
  'package-lock.json': json({ ...named, lockfileVersion: 3, packages: { '': named } }),
  'app.js': app(stacks),
})

const app = (
  stacks: readonly string[],
): string => `const { copyFileSync, mkdirSync, writeFileSync } = require('node:fs')
const out = process.env.CDK_OUTDIR
mkdirSync(out, { recursive: true })
const artifacts = {}
for (const name of ${JSON.stringify(stacks)}) {
  copyFileSync(name + '.json', out + '/' + name + '.template.json')
  const properties = { templateFile: name + '.template.json', validateOnSynth: false }
  artifacts[name] = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties }
}
writeFileSync(out + '/manifest.json', JSON.stringify({ version: '36.0.0', artifacts }))
`

/** An HTTP API whose function tells the version, and a table that outlives its stack. */
function template({ version, wait }: CdkPlan): object {
  const ApiId = { Ref: 'Api' }
  const Code = { ZipFile: `exports.handler = async () => ({ statusCode: 200, body: '{"version":"${version}"}' })\n` }
  const trusted = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
  return {
    Resources: {
      Visits: {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trusted] } },
      },
      Hello: {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: of('Role', 'Arn'), Code },
      },
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId, StageName: '$default', AutoDeploy: true } },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ...{ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: of('Hello', 'Arn') },
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId,
          RouteKey: 'GET /',
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        },
      },
      MayBeCalled: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          ...{ Action: 'lambda:InvokeFunction', FunctionName: of('Hello', 'Arn') },
          Principal: 'apigateway.amazonaws.com',
        },
      },
      ...(wait && slow(wait)),
    },
    Outputs: { Url: { Value: of('Api', 'ApiEndpoint') } },
  }
}

const of = (resource: string, attribute: string) => ({ 'Fn::GetAtt': [resource, attribute] })

/** Nobody ever gives the signal. The emulator does not cancel it either, so that a cancelled update lasts as long as this. */
const slow = (seconds: number): object => ({
  Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
  Slow: {
    Type: 'AWS::CloudFormation::WaitCondition',
    Properties: { Handle: { Ref: 'Handle' }, Count: 1, Timeout: String(seconds) },
  },
})
