/** Roles that Trellis may assume from an AWS account bear names that begin so: it may assume no others. */
export const targetRolePrefix = 'trellis-target-'

const ref = (Ref: string) => ({ Ref })
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] })
/** Of IAM. */
const arn = (account: unknown, ...name: unknown[]) =>
  join('arn:', ref('AWS::Partition'), ':iam::', account, ':', ...name)
const prepared = arn(ref('AWS::AccountId'), 'role/cdk-*')
const parameter = (Description: string, AllowedPattern: string) => ({ Type: 'String', Description, AllowedPattern })
const allow = (Action: string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource })

/** Stacks of this account, by whatever names. */
const stacks = join('arn:', ref('AWS::Partition'), ':cloudformation:*:', ref('AWS::AccountId'), ':stack/*')

/**
 * What Trellis itself does beside the CDK: looks at stacks, deletes those that are torn down, goes on with what got stuck. Not by the tags
 * that Trellis gives them: what is half made or about to be adopted has none yet, and the CDK's own roles may do more. Trellis looks at
 * the tags before it touches anything.
 */
const cdkStatements = [
  allow(['sts:AssumeRole'], prepared),
  allow(
    [
      'cloudformation:CancelUpdateStack',
      'cloudformation:ContinueUpdateRollback',
      'cloudformation:DeleteStack',
      'cloudformation:DescribeEvents',
      'cloudformation:DescribeStackEvents',
      'cloudformation:GetTemplate',
      'cloudformation:ListStackResources',
    ],
    stacks,
  ),
  // By tags and by resources: questions that name no stack, which AWS answers to those alone who may ask about all.
  allow(['cloudformation:DescribeStackResources', 'cloudformation:DescribeStacks', 'cloudformation:ListStacks'], '*'),
]

/** One role, user or account, nobody else; of a role of the single sign-on AWS does not tell the whole path. */
const onePrincipal =
  '(root|user/[a-zA-Z0-9+=,.@_/-]{1,512}|role/(aws-reserved/[*]/AWSReservedSSO_)?[a-zA-Z0-9+=,.@_/-]{1,512})'

/** A role in an account that is deployed to: for Trellis alone, and only when it says the external id of that account. */
export const targetRoleTemplate = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'A role by which Trellis deploys into this AWS account',
  Parameters: {
    RoleName: parameter('Trellis in AWS assumes no role of another name', `${targetRolePrefix}[a-zA-Z0-9-]{1,49}`),
    TrellisAccount: parameter('The AWS account that Trellis runs in', '[0-9]{12}'),
    TrellisPrincipal: parameter('The role or the user that Trellis is there', onePrincipal),
    ExternalId: parameter('What Trellis says when it assumes the role', 'trellis-[0-9a-f]{32}'),
    Access: {
      Type: 'String',
      Description:
        'cdk: assume the roles that the CDK prepared here. administrator: everything, as other tools need it',
      AllowedValues: ['cdk', 'administrator'],
      Default: 'cdk',
    },
  },
  Conditions: { Administrator: { 'Fn::Equals': [ref('Access'), 'administrator'] } },
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: ref('RoleName'),
        Description: 'Trellis deploys with it',
        // A role that is assumed by way of another one never lasts longer.
        MaxSessionDuration: 3_600,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { AWS: arn(ref('TrellisAccount'), 'root') },
              Condition: {
                StringEquals: { 'sts:ExternalId': ref('ExternalId') },
                // By name rather than as the principal, which AWS would take for lost once it was made anew.
                ArnLike: {
                  'aws:PrincipalArn': arn(ref('TrellisAccount'), ref('TrellisPrincipal')),
                },
              },
            },
          ],
        },
        ManagedPolicyArns: {
          'Fn::If': ['Administrator', [arn('aws', 'policy/AdministratorAccess')], ref('AWS::NoValue')],
        },
        Policies: {
          'Fn::If': [
            'Administrator',
            ref('AWS::NoValue'),
            [
              {
                PolicyName: 'cdk',
                PolicyDocument: { Version: '2012-10-17', Statement: cdkStatements },
              },
            ],
          ],
        },
      },
    },
  },
  Outputs: { RoleArn: { Description: 'For trellis account add --role-arn', Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
}
