"""Word 97–2003 documents, .doc: converted by a library, then read as .docx.

The converter works on files, so the bytes pass through a private folder that is gone afterwards.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from doc2docx import convert
from doc2docx.cfb import CompoundFileLimits
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.readers import docx
from ingest.readers.doc_repair import mended
from ingest.readers.raw import RawFile

_LIMITS = CompoundFileLimits(max_directory_entries=20_000)


def read(raw: RawFile) -> Document:
    """Read an old Word document. Raises UnreadableDocument for encrypted and broken ones."""
    try:
        converted = _converted(raw.data)
    except EncryptedDocumentError:
        raise UnreadableDocument(
            raw.path,
            "文档有密码；请去掉密码后另存再试",
            "the document has a password; save it without one",
        ) from None
    except Doc2DocxError as error:
        again = _mended(raw.data)
        if again is None:
            raise _broken(raw, str(error)) from None
        converted = again
    except Exception as error:  # a parser of a format with a thousand corners, on any bytes
        raise _broken(raw, type(error).__name__) from None
    return docx.read(replace(raw, data=converted))


def _converted(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="pingtai-") as folder:
        source, target = Path(folder) / "source.doc", Path(folder) / "target.docx"
        source.write_bytes(data)
        convert(source, target, limits=_LIMITS)
        return target.read_bytes()


def _mended(data: bytes) -> bytes | None:
    """What the converter makes of the file once its properties are mended, None where that is no help."""
    try:
        better = mended(data)
        return _converted(better) if better is not None else None
    except Exception:  # the first error says what is wrong with the file
        return None


def _broken(raw: RawFile, reason: str) -> UnreadableDocument:
    reason = " ".join(reason.split())[:120]
    return UnreadableDocument(
        raw.path,
        f".doc 打不开（{reason}）；请用办公软件另存为 .docx 再试",
        f"the .doc cannot be opened ({reason}); save it as .docx from an office program",
    )
