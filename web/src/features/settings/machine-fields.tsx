import { useState } from 'react'
import type { Machine } from '../../../../src/contract/machine.ts'
import { machineSizes, usualMachine } from '../../../../src/contract/machine-sizes.ts'
import { CheckField, SelectField } from '../../ui/field.tsx'

/** What its builds run on, where machines come in sizes. */
export function MachineFields({ machine, spotRefused }: { machine: Machine | null; spotRefused: boolean }) {
  const { memory, architecture, spot, ...chosen } = machine ?? usualMachine
  const [cpu, setCpu] = useState(chosen.cpu)
  const sizes: readonly number[] = machineSizes.find(one => one.cpu === cpu)?.memory ?? []
  return (
    <fieldset className="form">
      <legend>Build machines</legend>
      <div className="form-row form-row-narrow">
        <SelectField label="Processors" name="cpu" value={cpu} onChange={event => setCpu(Number(event.target.value))}>
          {machineSizes.map(one => (
            <option key={one.cpu} value={one.cpu}>
              {one.cpu} vCPU
            </option>
          ))}
        </SelectField>
        <SelectField key={cpu} label="Memory" name="memory" defaultValue={sizes.includes(memory) ? memory : sizes[0]}>
          {sizes.map(size => (
            <option key={size} value={size}>
              {size} GB
            </option>
          ))}
        </SelectField>
        <SelectField label="Architecture" name="architecture" defaultValue={architecture}>
          <option value="arm64">arm64</option>
          <option value="x86">x86</option>
        </SelectField>
      </div>
      <CheckField
        label="Spot"
        name="spot"
        defaultChecked={spot}
        disabled={spotRefused}
        hint="Cheaper, and AWS may take one away in mid-build: never for what is protected."
      />
    </fieldset>
  )
}
