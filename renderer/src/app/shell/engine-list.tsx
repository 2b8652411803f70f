/** The engines of this machine as a small table: those that work with their figures, then those that are not here. */
import { count, NONE } from '../../../../preload/figures/format.ts'
import type { EngineInfo } from '../../../../preload/contract/engines.ts'
import classes from './engines.module.css'

export function EngineList({ engines }: { engines: EngineInfo[] }) {
  const working = engines.filter((engine) => engine.loads)
  const absent = engines.filter((engine) => !engine.loads)
  const large = working.some((engine) => engine.largeRate !== null)
  return (
    <>
      <table className={classes.table}>
        <caption>Engines that load here, with what trying them showed</caption>
        <thead>
          <tr>
            <th scope="col">Engine</th>
            <th scope="col">Device</th>
            <th scope="col">Rows/s{large && ', small'}</th>
            {large && <th scope="col">Large</th>}
            <th scope="col">Error</th>
          </tr>
        </thead>
        {working.map((engine) => (
          <Working key={engine.name} engine={engine} large={large} />
        ))}
      </table>
      {absent.length > 0 && (
        <>
          <h2 className={classes.head}>Not on this machine</h2>
          <dl className={classes.absent}>
            {absent.map(({ name, reason }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p className={classes.note}>
        Rows/s: training of five networks{large && '; large: of networks a thousand times the size'}. Error:
        largest difference of the self-test from plain JavaScript.
      </p>
    </>
  )
}

function Working({ engine, large }: { engine: EngineInfo; large: boolean }) {
  const { name, device, rate, largeRate, error, reason } = engine
  return (
    <tbody data-on={engine.chosen || engine.chosenLarge}>
      <tr>
        <th scope="row">
          {name} {use(engine) && <span className={classes.use}>{use(engine)}</span>}
        </th>
        <td>{device}</td>
        <td>{rate === null ? NONE : count(Math.round(rate))}</td>
        {large && <td>{largeRate === null ? NONE : count(Math.round(largeRate))}</td>}
        <td>{error === null ? NONE : error === 0 ? '0' : error.toExponential(1)}</td>
      </tr>
      <tr>
        <td colSpan={large ? 5 : 4} className={classes.reason}>
          {reason}
        </td>
      </tr>
    </tbody>
  )
}

/** What the engine is taken for. */
function use({ chosen, chosenLarge }: EngineInfo): string | null {
  if (chosen && chosenLarge) return 'in use'
  if (chosen) return 'small networks'
  return chosenLarge ? 'large networks' : null
}
