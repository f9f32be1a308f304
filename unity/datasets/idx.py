"""Arrays in IDX files, the format of MNIST."""

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np

__all__ = ["IDX_TYPES", "read_idx"]

IDX_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path):
    """The array in an IDX file, the format of MNIST, compressed by gzip or not.

    Two zero bytes, one for the type of the numbers, one for how many axes there are, each axis as four bytes,
    then the numbers row by row, the highest byte first.

    Raises ValueError where the file is anything else: another beginning, cut short, or too long.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "labels-idx1-ubyte")
    >>> written = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]))
    >>> read_idx(path)
    array([7, 9], dtype=uint8)
    """
    path = Path(path)
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ValueError(f"read_idx: {path.name} is damaged: {error}") from error
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in IDX_TYPES:
        start = content[:4].hex(" ") or "nothing"
        raise ValueError(f"read_idx: {path.name} begins with {start}, expected 00 00, a type (08 to 0e), the axes")
    header = 4 + 4 * content[3]
    if len(content) < header:
        raise ValueError(f"read_idx: {path.name} ends inside its header, after {len(content)} of {header} bytes")
    shape = struct.unpack(f">{content[3]}I", content[4:header])
    kind = np.dtype(IDX_TYPES[content[2]])
    expected = int(np.prod(shape, dtype=object)) * kind.itemsize
    if len(content) - header != expected:
        raise ValueError(f"read_idx: {path.name} holds {len(content) - header} bytes, its shape {shape} {expected}")
    return np.frombuffer(content, kind, offset=header).reshape(shape).astype(kind.newbyteorder("="))
