/** The oldest Node that the program runs on. */
export const OLDEST_NODE = 20;

/** What starts the check on the other machine: it finds Node, or says that it is missing. */
export const START_SCRIPT = `#!/bin/sh
# Checks whether this machine's graphics card computes what its CPU computes, and how fast. See README.txt.
here=$(cd "$(dirname "$0")" && pwd)
runtime="$here/app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64"
if [ "\${1:-}" = --cuda-libraries ]; then
  if [ ! -e "\${2:-}/libonnxruntime_providers_cuda.so" ]; then
    echo "error: --cuda-libraries \${2:-}: there is no libonnxruntime_providers_cuda.so in it" >&2
    exit 2
  fi
  ln -sf "$(cd "$2" && pwd)"/libonnxruntime_providers_*.so "$runtime/"
  shift 2
fi
node="$here/node/node"
[ -x "$node" ] || node=$(command -v node || true)
if [ -z "$node" ]; then
  echo "error: Node is missing: this pack brings none. Put the program node, ${OLDEST_NODE} or newer, into $here/node/ or on the PATH." >&2
  exit 3
fi
version=$("$node" -p 'process.versions.node.split(".")[0]' 2>/dev/null)
if [ "\${version:-0}" -lt ${OLDEST_NODE} ]; then
  echo "error: $node is too old or does not start: Node ${OLDEST_NODE} or newer is needed. Put it into $here/node/." >&2
  exit 3
fi
export ORT_DISABLE_TELEMETRY=1
LD_LIBRARY_PATH="$runtime:$here/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$node" "$here/app/gpu-check.mjs" "$@"
`;
