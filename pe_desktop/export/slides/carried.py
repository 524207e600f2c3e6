"""The text that a presentation carries, as custom XML: LibreOffice keeps it when it saves; ONLYOFFICE does not."""

from __future__ import annotations

import uuid
from html import escape
from typing import Any

from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from pe_desktop.export.request import KEYWORD

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_RELATION = f"{_OFFICE}/relationships/customXml"
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_SPACE = f"urn:{KEYWORD}"
_STORE = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, _SPACE)).upper() + "}"


def carry(main: Any, text: str) -> None:
    """Add the text, ASCII, to the presentation of that main part (ECMA-376 part 1, 15.2.5 and 22.5)."""
    stored = f'<{KEYWORD} xmlns="{_SPACE}">{escape(text, quote=False)}</{KEYWORD}>'
    item = _part(main.package, "item1", "application/xml", stored)
    named = f'<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs/></ds:datastoreItem>'
    item.relate_to(_part(main.package, "itemProps1", _PROPERTIES, named), f"{_RELATION}Props")
    main.relate_to(item, _RELATION)


def _part(package: Any, name: str, kind: str, content: str) -> Part:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    return Part(PackURI(f"/customXml/{name}.xml"), kind, package, (head + content).encode("ascii"))
