import { type Detector, firstOf, wants } from './folder.ts'

/** SST: the second version builds on the CDK, the third on an engine of its own; they share little but the name. */
export const sst: Detector = async folder => {
  const file = firstOf(folder, ['sst.config.ts', 'sst.config.js', 'sst.config.mjs'])
  if (file) {
    const text = (await folder.read(file)) ?? ''
    if (/\$config\s*\(/.test(text)) return { framework: 'sst3', reasons: [`${file} calls $config`], supported: false }
    if (/SSTConfig|sst\/constructs|stacks\s*\(/.test(text))
      return { framework: 'sst2', reasons: [`${file} lists stacks of SST 2`], supported: false }
    const version = wants(folder, 'sst')
    const framework = /^\D*[012]\./.test(version ?? '') ? 'sst2' : 'sst3'
    return {
      framework,
      reasons: [`${file} lies here`, ...(version ? [`package.json wants sst ${version}`] : [])],
      supported: false,
    }
  }
  if (folder.names.has('sst.json'))
    return { framework: 'sst2', reasons: ['sst.json lies here (SST 1)'], supported: false }
  return undefined
}
