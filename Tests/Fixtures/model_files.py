"""Writes theirs.safetensors: a 2-3-1 network as the safetensors library writes it.

Usage: python model_files.py   (made with safetensors 0.8.0 and numpy 2.4.6)
Weight [i, j] of layer k is k + i + j/8, bias i is -(k + i)/4: exact in 32 bits.
"""

import numpy as np
from safetensors.numpy import save_file

SIZES = [2, 3, 1]

tensors = {}
for k, (inputs, units) in enumerate(zip(SIZES, SIZES[1:])):
    i, j = np.meshgrid(np.arange(units), np.arange(inputs), indexing="ij")
    tensors[f"layers.{k}.weight"] = (k + i + j / 8).astype(np.float32)
    tensors[f"layers.{k}.bias"] = (-(k + np.arange(units)) / 4).astype(np.float32)
save_file(tensors, "theirs.safetensors", metadata={"format": "np"})
