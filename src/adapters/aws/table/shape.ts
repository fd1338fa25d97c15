/**
 * The one table of an installation, as data: the adapters, the template in infra/ and the tests build on the same.
 *
 * What decides anything is read from the table itself, consistently. The indexes are for lists of deployments by age and for
 * what expires: they carry small entries, so that a line of a log or a heartbeat costs nothing there.
 */
export const tableShape = {
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
  indexes: {
    list: {
      type: 'global',
      partitionKey: { name: 'list', type: 'string' },
      sortKey: { name: 'position', type: 'string' },
    },
    app: {
      type: 'global',
      partitionKey: { name: 'inApp', type: 'string' },
      sortKey: { name: 'position', type: 'string' },
    },
    environment: {
      type: 'global',
      partitionKey: { name: 'inEnvironment', type: 'string' },
      sortKey: { name: 'position', type: 'string' },
    },
    kind: {
      type: 'global',
      partitionKey: { name: 'inKind', type: 'string' },
      sortKey: { name: 'position', type: 'string' },
    },
    commit: {
      type: 'global',
      partitionKey: { name: 'inCommit', type: 'string' },
      sortKey: { name: 'position', type: 'string' },
    },
  },
  /** Which noun an item is. */
  nounAttribute: '_et',
  /** What each index carries besides the keys. */
  projected: ['_et', 'id', 'app', 'environment', 'kind', 'state', 'actor'],
} as const
