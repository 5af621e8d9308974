"""Old Office files: one container format for Word, Excel and PowerPoint, and for encrypted new ones."""

from __future__ import annotations

_KINDS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "FileHeader": "hwp",
}


def ole_media(data: bytes) -> str:
    """Which of them the container holds: `encrypted`, doc, xls, ppt, hwp, or `ole` for another."""
    # The converter that reads .doc brings the container's reader; it takes a moment to import.
    from doc2docx.cfb import CompoundFile
    from doc2docx.errors import Doc2DocxError

    try:
        container = CompoundFile(data)
    except (Doc2DocxError, ValueError, IndexError, OverflowError, RecursionError, MemoryError):
        return _by_names(data)
    for stream, media in _KINDS.items():
        try:
            container.get_entry(stream)
        except Doc2DocxError:
            continue
        return media
    return "ole"


def _by_names(data: bytes) -> str:
    """A damaged container: its names, which a zero ends, still tell what it was."""
    found = (media for name, media in _KINDS.items() if f"{name}\0".encode("utf-16-le") in data)
    return next(found, "ole")
