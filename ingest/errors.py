"""What can go wrong with a file; each names the file, the reason and what to do."""

from __future__ import annotations

from pathlib import Path

from graph.errors import PingtaiError


class UnreadableDocument(PingtaiError):
    """A file that cannot be read as a document; other files are not concerned."""

    status = 422
    kind = "unreadable-document"

    def __init__(self, path: Path | str, zh: str, en: str) -> None:
        super().__init__(f"{path}：{zh}。", f"{path}: {en}.")
        self.path = str(path)
        self.reason_zh = zh
        self.reason_en = en
