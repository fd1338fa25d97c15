import { Slug } from '../contract/names.ts'

/** Of a tool that knows its stages by name, beside the environments that will be deployed. @param where what lists them */
export const tellStages = (where: string, stages: readonly string[]): string =>
  `${where} knows only ${stages.join(', ')}, and no other environment is deployed: ${
    stages.every(stage => Slug.safeParse(stage).success)
      ? `make the app with \`--environments ${stages.join(',')}\``
      : 'give them names that environments may have'
  }, or add what is lacking there.`
