/** What stands beside the program. */
export const README = `Deskbench: does this machine's graphics card compute what its CPU computes, and how fast?

  ./run.sh                        cuda and webgpu, ten minutes at most
  ./run.sh --minutes 3            three minutes at most
  ./run.sh --providers webgpu     one of them
  ./run.sh --providers cpu        the CPU against itself: shows that the pack runs
  ./run.sh --help

It needs Linux on x64 with glibc and libstdc++, the driver of an NVIDIA card, and no network. It writes gpu-check.json in
the folder in which it is started, and nothing else. Send that file back.

WebGPU comes with the pack. It needs Vulkan from the driver. In a container, start it with
NVIDIA_DRIVER_CAPABILITIES=all, or the driver's part for Vulkan is not there.

CUDA needs, beside CUDA 12 or 13 and cuDNN 9 on the library path, two libraries of the runtime that are larger than this
pack: libonnxruntime_providers_cuda.so and libonnxruntime_providers_shared.so, of the version in
app/node_modules/onnxruntime-node/package.json and for that CUDA. Where they are on this machine:

  ./run.sh --cuda-libraries FOLDER

Products on a card may be made in TF32, which is less precise. To see by how much, run it once more with
NVIDIA_TF32_OVERRIDE=0 and --out other.json.

Whose it is: LICENSE is ours; licences/ holds those of the packages in it. ONNX Runtime (onnxruntime-node and -common) is
Copyright (c) Microsoft Corporation, MIT. Node, where it is in node/, is by its contributors (nodejs.org, LICENSE there).
An encoder's own README and licence lie beside it.

Exit code 0: it computes the same. 1: it does not. 3: nothing could be compared. 4: too little was compared.
`;
