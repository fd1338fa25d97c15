import { CfnCondition, CfnParameter, Fn, Token } from 'aws-cdk-lib'
import { type CfnPolicy, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { explainWildcard } from './wildcards.ts'

/** Has git, Python and Node 24, for both architectures; from a public registry, so that no image of ours must be published. */
const publicImage = 'public.ecr.aws/docker/library/node:24-bookworm'

const pulling = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']

/** What build machines run in. Parameters, since the same assembly is installed with an image of one's own and without. */
export class BuildImage extends Construct {
  readonly name: string

  /** @param puller whom ECS pulls as */
  constructor(scope: Construct, id: string, puller: Role) {
    super(scope, id)
    const parameter = (name: string, description: string) => {
      const made = new CfnParameter(this, name, { type: 'String', default: '', description })
      made.overrideLogicalId(name)
      return made.valueAsString
    }
    const given = (value: string) => Fn.conditionNot(Fn.conditionEquals(value, ''))
    const image = parameter('Image', 'An image of your own for build machines; empty: a public one')
    const repository = parameter('ImageRepository', 'The ARN of its repository in ECR; empty: it is public')
    const isOwn = new CfnCondition(this, 'Own', { expression: given(image) })
    const isInEcr = new CfnCondition(this, 'InEcr', { expression: given(repository) })
    this.name = Token.asString(Fn.conditionIf(isOwn.logicalId, image, publicImage))

    const policy = new Policy(this, 'Pull', {
      roles: [puller],
      statements: [
        new PolicyStatement({ actions: pulling, resources: [repository] }),
        new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
      ],
    })
    const made = policy.node.defaultChild as CfnPolicy
    made.cfnOptions.condition = isInEcr
    explainWildcard(
      policy,
      '*',
      'ecr:GetAuthorizationToken knows no resources; what it lets in is for the rest to say.',
    )
  }
}
