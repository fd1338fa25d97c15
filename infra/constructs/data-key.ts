import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'

/** The key that everything secret in the records is sealed with. It stays when the stack goes: the records do, too. */
export class DataKey extends Construct {
  readonly secret: Secret

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.secret = new Secret(this, 'Secret', {
      description: 'What Trellis seals secrets with. Without it none of them opens.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Another key would open nothing that was sealed with this one: values are sealed anew when they are set.',
    })
  }

  allow(role: Role): void {
    const actions = ['secretsmanager:GetSecretValue']
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.secret.secretArn] }))
  }
}
