import { isDeepStrictEqual } from 'node:util'
import {
  DeleteTransaction,
  GetItemCommand,
  PutTransaction,
  QueryCommand,
  UpdateItemCommand,
  UpdateTransaction,
} from 'dynamodb-toolbox'
import { TrellisError } from '../../core/errors.ts'
import type { AppRecord, AppStore } from '../../core/ports/app-store.ts'
import { EnvironmentWrites } from './environment-writes.ts'
import { Forgetting } from './forget-environment.ts'
import { appItem } from './items/app.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { whole } from './table/whole.ts'
import { onCondition, write } from './table/write.ts'

export function createAppStore(table: RecordsTable): AppStore {
  const apps = appItem(table)
  const environments = new EnvironmentWrites(table)
  const forgetting = new Forgetting(table)

  const read = async (name: string) =>
    (await apps.build(GetItemCommand).key({ name }).options({ consistent: true }).send()).Item ?? null

  async function all(): Promise<AppRecord[]> {
    const query = table.build(QueryCommand).entities(apps).query({ partition: 'apps' })
    const { Items = [] } = await query.options({ consistent: true, maxPages: Number.POSITIVE_INFINITY }).send()
    return Items.map(one => one.record)
  }

  const settings = async (app?: string) => (await environments.read(app)).map(one => one.settings)

  return {
    async createApp(app, list) {
      const { name } = app
      const [record, given] = copy([app, list] as const)
      const put = apps.build(PutTransaction).item({ name, record, version: 1, shape: 1 })
      await untilUndisturbed(async () => {
        for (const one of given) await forgetting.environment(name, one.name)
        const { done, unmet } = await write(
          put.options({ condition: { attr: 'name', exists: false } }),
          ...environments.replace(name, [], given),
        )
        if (unmet.includes(0)) throw new TrellisError('already_exists', `There is an app ${name} already.`)
        return done ? undefined : again
      })
    },
    async app(name) {
      return (await read(name))?.record ?? null
    },
    apps: all,
    // A server's apps are few and lie together: one question gives them, and no index lags behind a repository that moved.
    async appsOfRepository(webUrl, repository) {
      return (await all()).filter(({ github }) => github?.webUrl === webUrl && github.repository === repository)
    },
    async updateApp(name, change) {
      const changes = copy(change)
      await untilUndisturbed(async () => {
        const found = await read(name)
        if (!found) return undefined
        const { record, version } = found
        const update = apps
          .build(UpdateItemCommand)
          .item({ name, record: whole({ ...record, ...changes, name }), version: version + 1 })
          .options({ condition: { attr: 'version', eq: version } })
        return (await onCondition(update)) ? undefined : again
      })
    },
    async deleteApp(name) {
      await untilUndisturbed(async () => {
        const found = await read(name)
        if (!found) return undefined
        // After the app: what changes in between is found by its shape.
        const list = await environments.read(name)
        const gone = apps.build(DeleteTransaction).key({ name })
        const { done } = await write(
          gone.options({ condition: { attr: 'shape', eq: found.shape } }),
          ...environments.replace(name, list, []),
        )
        return done ? undefined : again
      })
      await forgetting.rest()
    },
    environments: settings,
    allEnvironments: () => settings(),
    async saveEnvironments(app, list, expected) {
      const given = copy(list).map(one => ({ ...one, app }))
      const seen = expected && copy(expected)
      const saved = await untilUndisturbed(async () => {
        for (const one of given) await forgetting.environment(app, one.name)
        const found = await read(app)
        if (!found) throw new TrellisError('app_not_found', `There is no app ${app}.`)
        const before = await environments.read(app)
        if (
          seen &&
          !isDeepStrictEqual(
            before.map(one => one.settings),
            seen,
          )
        )
          return false
        const shape = apps
          .build(UpdateTransaction)
          .item({ name: app, shape: found.shape + 1 })
          .options({ condition: { attr: 'shape', eq: found.shape } })
        return (await write(shape, ...environments.replace(app, before, given))).done ? true : again
      })
      await forgetting.rest()
      return saved
    },
  }
}
