"""Office packages: a ZIP of XML parts, opened without trusting it.

In: a file's bytes. Out: its parts as XML trees, and what its relationships point to. Refused: archives
that unpack to far more than any document has, document types and entities, broken XML.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from ingest.errors import UnreadableDocument
from ingest.readers.raw import RawFile

#: What the library for archives says of a broken one.
BROKEN_ARCHIVE = (
    KeyError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    IndexError, struct.error, RuntimeError, NotImplementedError, OverflowError,
)  # fmt: skip
LARGEST_PART = 128 * 1024 * 1024
_LARGEST_WHOLE = 1024 * 1024 * 1024
_MOST_PARTS = 20_000


@dataclass(frozen=True)
class Relationship:
    """What a part points to: `kind` is the last word of its type, `target` a part's name or an address."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of an Office file. Raises UnreadableDocument wherever the file is broken."""

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw.data))
        except BROKEN_ARCHIVE:
            raise self._broken("压缩包不完整", "its archive is not whole") from None
        parts = self._archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_WHOLE:
            raise self._broken("部件过多或过大", "it has too many parts, or too large ones")

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._archive.namelist())

    def bytes(self, name: str) -> bytes:
        """The bytes of a part, of which no more than LARGEST_PART are ever unpacked."""
        try:
            with self._archive.open(name) as stream:
                data = stream.read(LARGEST_PART + 1)
        except BROKEN_ARCHIVE:
            raise self._broken(f"部件 {name} 读不出", f"its part {name} cannot be read") from None
        if len(data) > LARGEST_PART:
            raise self._broken(
                f"部件 {name} 解压后超过 {LARGEST_PART:,} 字节",
                f"its part {name} unpacks to more than {LARGEST_PART:,} bytes",
            )
        return data

    def xml(self, name: str) -> etree._Element:
        """A part as XML. Entities are not resolved and nothing is fetched."""
        data = self.bytes(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._broken(
                f"部件 {name} 不是完好的 XML", f"its part {name} is broken XML"
            ) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._broken(f"部件 {name} 含实体声明", f"its part {name} declares entities")
        return root

    def optional(self, name: str | None) -> etree._Element | None:
        """A part that need not be there."""
        return self.xml(name) if name is not None and name in self.names else None

    def relationships(self, part: str = "") -> list[Relationship]:
        """What a part points to; without a part, the package's own."""
        folder, base = posixpath.split(part)
        root = self.optional(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        found = []
        for one in root:
            target, external = one.get("Target", ""), one.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = one.get("Type", "").rsplit("/", 1)[-1]
            found.append(Relationship(one.get("Id", ""), kind, target, external))
        return found

    def _broken(self, zh: str, en: str) -> UnreadableDocument:
        return UnreadableDocument(
            self._raw.path,
            f"文件损坏：{zh}；请用办公软件打开后另存再试",
            f"the file is damaged: {en}; open it in an office program and save it anew",
        )
