import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { tableShape } from './shape.ts'

/** The table as DynamoDB wants to hear of it. An installation has it from its template; this is for a table without one. */
export function tableDescription(name: string): CreateTableCommandInput {
  const { partitionKey, sortKey, indexes, projected } = tableShape
  const keys = [partitionKey, sortKey, ...Object.values(indexes).flatMap(index => [index.partitionKey, index.sortKey])]
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: schemaOf(partitionKey.name, sortKey.name),
    AttributeDefinitions: [...new Set(keys.map(key => key.name))].map(key => ({
      AttributeName: key,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: Object.entries(indexes).map(([index, { partitionKey: hash, sortKey: range }]) => ({
      IndexName: index,
      KeySchema: schemaOf(hash.name, range.name),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projected] },
    })),
  }
}

const schemaOf = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
]
