"""safetensors_look.py MODEL.safetensors MODEL.onnx: both must hold the same numbers.

Prints the metadata of the first.
"""

import json
import sys

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors import safe_open
from safetensors.numpy import load_file

tensors = load_file(sys.argv[1])
graph = onnx.load(sys.argv[2]).graph
constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
layers = ["conv1", "conv2", "conv3", "dense1", "dense2"]
assert set(tensors) == {f"{l}.{p}" for l in layers for p in ["weights", "bias", "multipliers"]}
for layer in layers:
    weights = tensors[f"{layer}.weights"]
    assert weights.dtype == np.int8
    if layer.startswith("conv"):
        weights = weights.transpose(3, 2, 0, 1)
    assert np.array_equal(weights, constants[f"{layer}/weights"]), layer
    for part in ["bias", "multipliers"]:
        assert tensors[f"{layer}.{part}"].dtype == np.int32
        assert np.array_equal(tensors[f"{layer}.{part}"], constants[f"{layer}/{part}"].ravel()), part
with safe_open(sys.argv[1], "numpy") as file:
    json.dump(file.metadata(), sys.stdout)
