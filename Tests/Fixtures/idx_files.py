"""Writes the folder fashion: a data set of the form of Fashion-MNIST, with pictures of 3 by 2 pixels.

Usage: python idx_files.py   (made with Python 3.11)
Pixel j of picture i is (37 i + 11 j) mod 256, in the test set one more; label i is i mod 10.
"""

import gzip
import os
import struct

ROWS, COLUMNS = 3, 2


def write(name, magic, sizes, values):
    data = struct.pack(f">{1 + len(sizes)}I", magic, *sizes) + bytes(values)
    with open(os.path.join("fashion", name), "wb") as out:
        # A fixed time, so that the file is the same whenever it is made.
        with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
            packed.write(data)


os.makedirs("fashion", exist_ok=True)
for prefix, count, shift in [("train", 12, 0), ("t10k", 5, 1)]:
    pixels = [(37 * i + 11 * j + shift) % 256 for i in range(count) for j in range(ROWS * COLUMNS)]
    write(f"{prefix}-images-idx3-ubyte.gz", 0x803, [count, ROWS, COLUMNS], pixels)
    write(f"{prefix}-labels-idx1-ubyte.gz", 0x801, [count], [i % 10 for i in range(count)])
