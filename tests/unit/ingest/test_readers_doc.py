"""Old Word documents that another program than Word has written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers
from ingest.errors import UnreadableDocument
from ingest.readers import doc_repair

#: A notice with a roster, whose table LibreOffice has cut where its page of properties was full.
NOTICE = Path(__file__).parents[2] / "formats" / "notice.doc"


def test_properties_that_were_cut_are_mended() -> None:
    document = readers.read(NOTICE)
    (table,) = document.tables
    rows = [[cell.value if cell else "" for cell in row] for row in table.rows]
    assert rows[0] == ["序号", "所在市", "平台名称", "依托单位", "共建单位", "领域"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "6"]
    assert [row[1] for row in rows[1:]] == ["澄江市"] * 3 + ["望川市"] * 3
    assert rows[6][3:] == ["青屏省生态环境科学研究院", "望川市环境监测站", "生态环境"]


def test_mending_keeps_the_length_and_is_done_once() -> None:
    data = NOTICE.read_bytes()
    better = doc_repair.mended(data)
    assert better is not None
    assert len(better) == len(data)
    assert doc_repair.mended(better) is None


def test_a_document_that_is_cut_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(NOTICE.read_bytes()[:9000])
    with pytest.raises(UnreadableDocument) as caught:
        readers.read(path)
    assert "工作簿" not in str(caught.value)  # a style named Book Title makes no workbook of it
