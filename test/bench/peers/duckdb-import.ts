/** A capture into a DuckDB file, as its documentation has it: `duckdb-import.ts MODULE CAPTURE DATABASE`; prints its milliseconds as JSON. */
import { pathToFileURL } from 'node:url'

interface DuckDb {
  DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{ run(sql: string): Promise<unknown>; closeSync(): void }>
      closeSync(): void
    }>
  }
}

const [module, capture, database] = process.argv.slice(2)
if (!module || !capture || !database) throw new Error('Give the module, a capture and a database')
const { DuckDBInstance } = (await import(pathToFileURL(module).href)) as DuckDb
const start = performance.now()
const instance = await DuckDBInstance.create(database)
const connection = await instance.connect()
const reader = capture.endsWith('.ndjson') ? 'read_json_auto' : 'read_csv_auto'
await connection.run(`CREATE TABLE event AS SELECT * FROM ${reader}('${capture.replaceAll("'", "''")}')`)
// Closing writes what is still in the log to the file.
connection.closeSync()
instance.closeSync()
console.log(JSON.stringify({ ms: performance.now() - start }))
