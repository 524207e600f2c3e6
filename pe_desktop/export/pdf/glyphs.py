"""Which character each glyph of a PDF stands for, so that its text is found and copied as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtGui import QTextLayout

from pe_desktop.export.fonts import FAMILY, reference_font
from pe_desktop.export.primitives import Clip, Primitive, Words

Names = dict[int, str]
PRIVATE = range(0xE000, 0xF900)
ENTRIES = 100  # in one block of a map, by the standard

_RANGE = re.compile(r"<(\w{4})> <(\w{4})> (?:\[([^\]]*)\]|<(\w+)>)")


def named(map: str, items: Iterable[Primitive], strong: bool | None) -> str:
    """Qt's map put right, for the font that draws the strong or the other words of the items (None: neither).

    Qt writes spaces as tabs, and knows no character for a glyph that a font feature chose, such as a
    figure of tabular width. A font's glyphs are numbered in the order in which they are first drawn.
    """
    known = read_map(map)
    shaped = {} if strong is None else _shaped(items, strong)
    names = {**known, **shaped} if _agree(known, shaped) else known
    return written_map({glyph: " " if text == "\t" else text for glyph, text in names.items()})


def read_map(text: str) -> Names:
    """The ranges of a ToUnicode map (PDF 32000-1, 9.10.3) as Qt writes them."""
    names: Names = {}
    for first, last, each, start in _RANGE.findall(text.partition("beginbfrange")[2]):
        glyphs = range(int(first, 16), int(last, 16) + 1)
        codes = re.findall(r"\w+", each) or [f"{int(start, 16) + i:04X}" for i in range(len(glyphs))]
        names.update({g: bytes.fromhex(c).decode("utf-16-be", "replace") for g, c in zip(glyphs, codes, strict=False)})
    return {glyph: name for glyph, name in names.items() if name != "\0"}


def written_map(names: Names) -> str:
    entries = [f"<{glyph:04X}> <{names[glyph].encode('utf-16-be').hex().upper()}>" for glyph in sorted(names)]
    blocks = [entries[i : i + ENTRIES] for i in range(0, len(entries), ENTRIES)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _agree(known: Names, shaped: Names) -> bool:
    """Whether shaping the words again met the glyphs in the order in which Qt numbered them."""
    certain = (g for g, name in known.items() if name != "\t" and ord(name[0]) not in PRIVATE)
    return all(shaped.get(glyph) == known[glyph] for glyph in certain)


def _shaped(items: Iterable[Primitive], strong: bool) -> Names:
    names: Names = {}
    numbers: dict[int, int] = {}
    for words in _words(items):
        if words.strong == strong:
            for glyph, text in _glyphs(words):
                number = numbers.setdefault(glyph, len(numbers) + 1)
                names.setdefault(number, text)
    return names


def _words(items: Iterable[Primitive]) -> Iterator[Words]:
    for item in items:
        if isinstance(item, Clip):
            yield from _words(item.items)
        elif isinstance(item, Words):
            yield item


def _glyphs(words: Words) -> Iterator[tuple[int, str]]:
    """Each glyph of our typeface with the characters that it draws."""
    layout = QTextLayout(words.text, reference_font(words.strong))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    flags = QTextLayout.GlyphRunRetrievalFlag
    for run in layout.glyphRuns(-1, -1, flags.RetrieveGlyphIndexes | flags.RetrieveStringIndexes):
        if run.rawFont().familyName().startswith(FAMILY):
            starts = run.stringIndexes()
            ends = [max(start + 1, following) for start, following in zip(starts, [*starts[1:], 0], strict=True)]
            spans = zip(run.glyphIndexes(), starts, ends, strict=True)
            yield from ((glyph, words.text[start:end]) for glyph, start, end in spans)
