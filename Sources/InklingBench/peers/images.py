"""Reads the images that `inkling-bench images` writes; the layout is in ImageFile.swift."""

import sys

import numpy as np


def read(path):
    """Pixels [n, s, s], classes [n], pen [n] as bytes, and logits [n, c] or None."""
    data = open(path, "rb").read()
    if data[:8] != b"INKIMG1\0":
        sys.exit(f"{path} is no file of images; make one with inkling-bench images.")
    count = int.from_bytes(data[8:12], "little")
    size = int.from_bytes(data[12:14], "little")
    classes = int.from_bytes(data[14:16], "little")
    bytes_ = np.frombuffer(data, np.uint8, offset=16, count=count * (size * size + 2))
    pixels = bytes_[: count * size * size].reshape(count, size, size)
    labels, pen = bytes_[count * size * size :].reshape(2, count)
    rest = data[16 + len(bytes_) :]
    logits = np.frombuffer(rest, "<i8").reshape(count, classes) if rest else None
    return pixels, labels, pen, logits, classes


def require(*names):
    """Imports modules, or says which is missing and ends without an error."""
    modules = []
    for name in names:
        try:
            modules.append(__import__(name))
        except ImportError:
            print(f"skipped: {name} is not installed (pip install {name})")
            sys.exit(0)
    return modules
