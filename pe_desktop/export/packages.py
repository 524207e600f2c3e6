"""Parts of a zip that may be hostile: an index of bounded size, and no more bytes of a part than asked for.

APPNOTE.TXT of PKWARE, 4.3 and 4.4.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

SIGNATURE = b"PK\x03\x04"
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
LARGEST_INDEX = 2_000_000  # bytes: some ten thousand parts
MOST_FOUND = 16  # parts of one kind that are looked at

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error)
"""What zipfile raises for a file that is none, is damaged, locked, or packed in a way that it does not know."""


def parts(stream: BinaryIO, names: re.Pattern[str], longest: int) -> Iterator[bytes]:
    """The contents of the parts so named, of those that have at most that many bytes; none of a damaged file."""
    if not _is_small(stream):
        return
    try:
        with zipfile.ZipFile(stream) as package:
            found = [entry for entry in package.infolist() if names.fullmatch(entry.filename)]
            for entry in found[:MOST_FOUND]:
                # Other ways of packing expand without a bound. What an entry says of its size is not believed.
                if entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    with package.open(entry) as part:
                        content = part.read(longest + 1)
                    if len(content) <= longest:
                        yield content
    except _DAMAGED:
        return


def _is_small(stream: BinaryIO) -> bool:
    """Whether the index of the zip may be read whole; those of more than 4 GB have another one, and are not read."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(END)
    if end < 0 or end + 22 > len(tail) or tail[max(0, end - 20) :].startswith(END_64):
        return False
    (index,) = struct.unpack_from("<L", tail, end + 12)
    return bool(index <= LARGEST_INDEX)
