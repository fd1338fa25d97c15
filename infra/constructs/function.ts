import { type Duration, RemovalPolicy } from 'aws-cdk-lib'
import type { Role } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

export interface TrellisFunctionProps {
  description: string
  /** The folder of its bundle. */
  code: string
  role: Role
  environment: Record<string, string>
  /** In MB; the processor grows with it. */
  memory: number
  timeout: Duration
}

/** A Lambda with a log that ends. */
export class TrellisFunction extends Construct {
  readonly lambda: LambdaFunction

  constructor(scope: Construct, id: string, props: TrellisFunctionProps) {
    super(scope, id)
    const { description, code, role, environment, memory, timeout } = props
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    logGroup.grantWrite(role)
    this.lambda = new LambdaFunction(this, 'Function', {
      ...{ description, role, environment, timeout, logGroup },
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(code),
      handler: 'index.handler',
      memorySize: memory,
    })
  }
}
