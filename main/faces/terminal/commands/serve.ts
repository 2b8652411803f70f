/** `tribunal serve [CASE]`: the window in a browser, from this machine or through an SSH tunnel. */
import { type Command, InvalidArgumentError } from 'commander'
import { runCommand } from '../session.ts'

/** JSON: `{ url }`, printed once the server answers; it goes on until it is stopped. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('open the window in a browser; prints the address with its token')
    .argument('[case]', 'a case to open')
    .option('--port <number>', 'port on 127.0.0.1; a free one when left out', portNumber)
    .option('--json', 'print one JSON document: { url }')
    .action((path: string | undefined, options: { port?: number; json?: boolean }) =>
      runCommand(options, async ({ out }) => {
        const [{ serve }, { ensureBuilt }] = await Promise.all([
          import('../../browser/serve.ts'),
          import('../../built.ts'),
        ])
        ensureBuilt((line) => void process.stderr.write(`${line}\n`))
        await serve({
          ...(path && { casePath: path }),
          ...(options.port !== undefined && { port: options.port }),
          ready: (url) => out.result({ url }, `Tribunal is at ${url}  Ctrl-C ends it.`),
        })
      }),
    )
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Write a number from 0 to 65535.')
  return port
}
