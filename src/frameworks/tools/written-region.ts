import { sectionOf } from './sam-config.ts'
import type { ToolApp } from './tool.ts'

const isRegion = /^[a-z]{2}(?:-[a-z]+)+-\d$/

/** Regions that a configuration names, which `--region` overrides. @param stage whose; undefined: any */
function regionsIn(app: ToolApp, stage?: string): { file: string; regions: string[] } {
  if (app.tool === 'serverless')
    return { file: app.file, regions: [app.region ?? ''].filter(one => isRegion.test(one)) }
  if (app.tool === 'sst2') return { file: 'sst.config.ts', regions: [] }
  const used = stage === undefined ? Object.keys(app.config) : [app.config[stage] ? stage : 'default']
  const regions = used.map(section => sectionOf(app.config, section, 'deploy').region ?? '')
  return { file: 'samconfig.toml', regions: [...new Set(regions)].filter(one => isRegion.test(one)) }
}

/** Said before it is known where it will be deployed to. */
export function warnOfRegion(app: ToolApp): string | undefined {
  const { file, regions } = regionsIn(app)
  return regions.length === 0
    ? undefined
    : `${file} says ${regions.join(' and ')}; Trellis deploys to the region of the account, whichever that is.`
}

/** In the log, where it is another one. */
export function otherRegion(app: ToolApp, stage: string, region: string): string | undefined {
  const { file, regions } = regionsIn(app, stage)
  const [said = region] = regions
  return said === region
    ? undefined
    : `${file} says ${said}; Trellis deploys to the region of the account, ${region}. If ${said} is meant, give the environment an account of that region.`
}

/** What detection warned of, without what the log says more exactly. */
export const withoutRegion = (warning: string, app: ToolApp): string =>
  warning
    .replace(warnOfRegion(app) ?? '', '')
    .replace(/ {2,}/, ' ')
    .trim()
