"""Any bytes under any name: a document or one clear line that says why not, and never a hang."""

from __future__ import annotations

import hashlib
import io
import random
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.readers import read_raw
from ingest.readers.encodings import decode
from ingest.readers.raw import RawFile
from tests.formats import test_round_trip
from tests.formats.writers import PLANS, ROSTERS

_MUTATIONS = 120
_LONGEST_SECONDS = 20
MAGIC = [
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n", b"<html>", b"<table>", b"{\\rtf1", b"\xff\xfe",
    b"\xfe\xff", b"\xef\xbb\xbf", b"MIME-Version: 1.0\n", b"<?xml version='1.0'?>", b"| a | b |\n|---|---|\n", b"",
]  # fmt: skip
SUFFIXES = ["txt", "md", "html", "csv", "tsv", "xlsx", "xls", "docx", "doc", "pdf", "png", ""]


def _check(name: str, data: bytes) -> Document | None:
    raw = RawFile(Path(name), data, hashlib.sha256(data).hexdigest(), "", ())
    started = time.monotonic()
    try:
        document = read_raw(raw)
    except UnreadableDocument as error:
        said = str(error)
        assert "\n" not in said, said
        assert "阅读器出错" not in said, said
        return None
    finally:
        assert time.monotonic() - started < _LONGEST_SECONDS
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(document.text)
    for table in document.tables:
        for row in table.rows:
            for cell in filter(None, row):
                assert document.text[cell.start : cell.end] == cell.value
    assert len(document.prose()) == len(document.text)
    return document


@given(st.sampled_from(MAGIC), st.binary(max_size=400), st.sampled_from(SUFFIXES))
@settings(max_examples=300, deadline=None)
def test_any_bytes_behind_any_signature(magic: bytes, rest: bytes, suffix: str) -> None:
    _check(f"a.{suffix}", magic + rest)


@given(st.sampled_from(MAGIC), st.text(max_size=300), st.sampled_from(SUFFIXES))
@settings(max_examples=200, deadline=None)
def test_any_text_behind_any_signature(magic: bytes, rest: str, suffix: str) -> None:
    _check(f"a.{suffix}", magic + rest.encode("utf-8", "ignore"))


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
@settings(max_examples=200, deadline=None)
def test_chinese_in_utf8_comes_back(text: str) -> None:
    found = decode(text.encode())
    assert found is not None
    assert found.text == text


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changed, lost, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        place = chance.randrange(len(changed) or 1)
        match chance.randrange(6):
            case 0 | 1 | 2:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 3:
                del changed[place : place + chance.choice((1, 2, 64))]
            case 4:
                changed[place:place] = changed[place : place + chance.choice((1, 4, 256))]
            case _:
                changed[place : place + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00")
                )
    if chance.random() < 0.1:
        del changed[chance.randrange(len(changed) or 1) :]
    return bytes(changed)


def _mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """A package in which the bytes of one part have changed and the rest is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    xml = bytearray(parts[name])
    for _ in range(chance.choice((1, 3))):
        # Numbers and attributes rather than angle brackets, so that it often stays XML.
        places = [m.span() for m in re.finditer(rb"\d+|\"[^\"<>]{1,20}\"", xml)] or [(0, 0)]
        start, end = chance.choice(places)
        marks = b'"' if xml[start : start + 1] == b'"' else b""
        words = chance.choice(
            (b"0", b"-1", b"99999999999", b"XFD1048576", b"", b"\xe4\xb8\x80", b"1e9")
        )
        xml[start:end] = marks + words + marks
    parts[name] = bytes(xml)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("formats")
    found: dict[str, bytes] = {}
    for forms in (PLANS, ROSTERS):
        for name, (suffix, write) in forms.items():
            path = folder / f"{len(found)}.{suffix}"
            write(path)
            found[f"{name}.{suffix}"] = path.read_bytes()
    for path in Path(test_round_trip.__file__).parent.glob("*.doc"):
        found[path.name] = path.read_bytes()
    return found


def _formats() -> Iterator[str]:
    for forms in (PLANS, ROSTERS):
        yield from (f"{name}.{suffix}" for name, (suffix, _) in forms.items())
    yield from ("plan.doc", "roster.doc")


@pytest.mark.parametrize("name", dict.fromkeys(_formats()))
def test_mutations_of_real_files(name: str, files: dict[str, bytes]) -> None:
    assert _check(name, files[name]) is not None
    chance = random.Random(f"20252 {name}")
    for _ in range(_MUTATIONS):
        _check(name, _mutated(files[name], chance))


@pytest.mark.parametrize("name", ["Word.docx", "workbook.xlsx"])
def test_mutations_inside_packages(name: str, files: dict[str, bytes]) -> None:
    chance = random.Random(f"20253 {name}")
    for _ in range(2 * _MUTATIONS):
        _check(name, _mutated_inside(files[name], chance))
