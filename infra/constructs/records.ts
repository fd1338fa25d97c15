import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { tableShape } from '../../src/adapters/aws/table/shape.ts'

/** Nothing that Trellis does looks through all there is, and so nothing may: no Scan. */
const actions = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
]

/** The one table. It outlives its stack, and a mistake of the last 35 days. */
export class Records extends Construct {
  readonly table: Table

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const { partitionKey, sortKey, indexes, projected } = tableShape
    const text = ({ name }: { name: string }) => ({ name, type: AttributeType.STRING })
    this.table = new Table(this, 'Table', {
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      // Wakes the worker when something lies in the outbox, which its key alone tells.
      stream: StreamViewType.KEYS_ONLY,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    for (const [indexName, index] of Object.entries(indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...projected],
      })
    }
  }

  allow(role: Role): void {
    const { tableArn } = this.table
    const indexes = Object.keys(tableShape.indexes).map(name => `${tableArn}/index/${name}`)
    role.addToPolicy(new PolicyStatement({ actions, resources: [tableArn] }))
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: indexes }))
  }
}
