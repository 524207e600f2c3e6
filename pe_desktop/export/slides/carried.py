"""The text that a presentation carries, in two places: PowerPoint keeps the one when it saves, LibreOffice the other."""

from __future__ import annotations

import uuid
from html import escape
from typing import Any

from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from pe_desktop.export.request import KEYWORD

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAME = f"urn:{KEYWORD}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STORE = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, _NAME)).upper() + "}"


def carry(main: Any, text: str) -> None:
    """Add the text, ASCII, to the presentation with that main part."""
    item = _part(main.package, "/customXml/item1.xml", "application/xml", f'<{KEYWORD} xmlns="{_NAME}">{escape(text)}</{KEYWORD}>')
    store = f'<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs/></ds:datastoreItem>'
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    item.relate_to(_part(main.package, "/customXml/itemProps1.xml", kind, store), f"{_OFFICE}/relationships/customXmlProps")
    main.relate_to(item, f"{_OFFICE}/relationships/customXml")
    value = f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{KEYWORD}"><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
    spaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    custom = _part(main.package, "/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml", f"<Properties {spaces}>{value}</Properties>")
    main.package.relate_to(custom, f"{_OFFICE}/relationships/custom-properties")


def _part(package: Any, name: str, kind: str, content: str) -> Part:
    return Part(PackURI(name), kind, package, (_HEAD + content).encode("ascii"))
