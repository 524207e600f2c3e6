"""A person's own picture out of a file: small, grey and upright, or refused in one line."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pe_desktop.engine.photo import Photograph, resampled
from pe_desktop.sources import photo as source
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.photo import read_photo


def saved(folder: Path, image: Image.Image, name: str = "me.png", **how: object) -> Path:
    path = folder / name
    image.save(path, **how)
    return path


def halves(mode: str, dark: object, light: object, size: tuple[int, int] = (300, 200)) -> Image.Image:
    """The upper half dark, the lower one light."""
    image = Image.new(mode, size, dark)
    image.paste(light, (0, size[1] // 2, *size))
    return image


def grey(text: str, high: int = 112, wide: int = 112) -> np.ndarray:
    return resampled(text, high, wide)


@pytest.mark.parametrize(
    ("mode", "dark", "light"),
    [
        ("L", 0, 255),
        ("RGB", (0, 0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 255), (9, 9, 9, 0)),
        ("LA", (0, 255), (9, 0)),
        ("1", 0, 1),
        ("P", 0, 255),
        ("I;16", 0, 65535),
    ],
)
def test_pictures_of_all_kinds_of_pixels_are_read_as_grey_on_white(tmp_path: Path, mode: str, dark, light) -> None:
    image = halves("L", 0, 255).convert("P") if mode == "P" else None
    if mode == "I;16":
        image = Image.fromarray(np.repeat([0, 65535], [100 * 300, 100 * 300]).reshape(200, 300).astype(np.uint16))
    found = grey(read_photo(saved(tmp_path, image or halves(mode, dark, light))))
    assert found[:50].max() < 0.05
    assert found[62:].min() > 0.95


def test_a_jpeg_is_turned_as_its_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    found = grey(read_photo(saved(tmp_path, halves("RGB", "black", "white"), "me.jpg", exif=exif)))
    assert found[:50].min() > 0.9
    assert found[62:].max() < 0.1


@pytest.mark.parametrize("size", [(1000, 500), (500, 1000), (10, 10), (3000, 100), (224, 224)])
def test_it_is_as_large_as_a_document_holds_and_keeps_its_proportions(tmp_path: Path, size: tuple[int, int]) -> None:
    text = read_photo(saved(tmp_path, Image.new("L", size), "a b.png"))
    assert Photograph().written(Photograph().check("picture", text)) == "a b.png"
    wide, high = map(int, text.rsplit(" ", 2)[1].split("x"))
    assert min(wide, high) == 224
    assert wide / high == pytest.approx(min(2, size[0] / size[1]), rel=0.01)


def test_nothing_of_the_path_or_of_the_camera_is_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    text = read_photo(saved(tmp_path, Image.new("RGB", (64, 64)), "me.jpg", exif=exif))
    assert text.startswith("me.jpg 224x224 ")
    assert "SECRETCAM" not in text
    assert str(tmp_path) not in text


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wide: int, high: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def good() -> bytes:
    stream = io.BytesIO()
    halves("L", 0, 255).save(stream, "PNG")
    return stream.getvalue()


HOSTILE = {
    "empty": b"",
    "words": b"hello",
    "a web page": b"<!doctype html><img src=x>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "gif": b"GIF89a" + bytes(64),
    "tiff": b"II*\x00" + bytes(64),
    "only a start": good()[:40],
    "cut off": good()[:-60],
    "no data": png(64, 64),
    "no pixels": png(0, 0, chunk(b"IDAT", zlib.compress(b""))),
    "a giant": png(60_000, 60_000, chunk(b"IDAT", zlib.compress(bytes(1000)))),
    "a thread": png(60_000, 2, chunk(b"IDAT", zlib.compress(bytes(120_002)))),
    "a text that swells": png(4, 4, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80 << 20)))),
    "a profile that swells": png(4, 4, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(80 << 20)))),
    "a broken JPEG": b"\xff\xd8\xff\xe0" + bytes(200),
    "a JPEG with a broken EXIF": b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00MM\x00*" + b"\xff" * 60,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / "me.png"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(SourceError, match=r"^me\.png: [^\n]+; [^\n]+$"):
        read_photo(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BYTES", 100)
    with pytest.raises(SourceError, match="MB are read"):
        read_photo(saved(tmp_path, halves("L", 0, 255)))


@pytest.mark.parametrize("path", ["", "nowhere.png", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(SourceError):
        read_photo(tmp_path / path)


def test_any_bytes_changed_give_a_picture_or_one_line(tmp_path: Path) -> None:
    random, path = np.random.default_rng(1), tmp_path / "me.png"
    stream = io.BytesIO()
    halves("RGB", "black", "white", (64, 64)).save(stream, "JPEG", exif=Image.Exif())
    for start in (good(), stream.getvalue()):
        for _ in range(60):
            data = np.frombuffer(start, np.uint8).copy()
            data[random.integers(8, len(data), 6)] = random.integers(0, 256, 6)
            path.write_bytes(data.tobytes())
            with suppress(SourceError):
                text = read_photo(path)
                assert Photograph().check("picture", text) == text
