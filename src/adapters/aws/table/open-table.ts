import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { Table } from 'dynamodb-toolbox'
import { tableShape } from './shape.ts'

export type RecordsTable = ReturnType<typeof openTable>

export const openTable = (client: DynamoDBClient, name: string) =>
  new Table({
    name,
    documentClient: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    partitionKey: tableShape.partitionKey,
    sortKey: tableShape.sortKey,
    indexes: tableShape.indexes,
    entityAttributeSavedAs: tableShape.nounAttribute,
  })
