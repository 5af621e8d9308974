"""What a person reads in a doubtful place is kept beside what is printed, on both engines: through reading
again, through an edited file, through the file's removal and return."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import BadParameter, NotFound
from graph.judgements import judged_readings, judgement_id, record_reading, withdraw_reading
from graph.queries import library
from graph.sources import list_sources, remove_source
from graph.statements import Ref
from graph.store import Store
from ingest.checks.findings import Finding, findings_of_files, findings_of_store, read_batch
from ingest.load import find_files, ingest

PLAN = (
    "云南省平台优化方案\n云南省科学技术厅\n202275\n"
    "到2025年，新建云南实验室23家，省重点实验室保有量达到200家以上。\n"
)
#: The same plan as another page printed it.
COPY = PLAN.replace("23家", "2—3家").replace("202275", "2022年7月5日")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one damaged plan."""
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    return tmp_path


def load(store: Store, folder: Path) -> None:
    """Load all files of the folder, from nothing."""
    assert [one.outcome for one in ingest(store, find_files([folder]))]


def the(found: list[Finding], flag: str) -> Finding:
    """The one finding of that flag."""
    (one,) = [one for one in found if one.flag == flag]
    return one


def shown(store: Store) -> dict[str, tuple[str | None, str | None]]:
    """What the targets have beside their printed words: reading and reviewer."""
    rows = store.read(
        "MATCH (t:Target) RETURN t.value_as_printed AS printed, t.reviewed_value AS reviewed, "
        "t.reviewed_by AS by ORDER BY printed"
    )
    return {row["printed"]: (row["reviewed"], row["by"]) for row in rows}


def review(store: Store, reading: str = "2—3家", by: str = "张三") -> str:
    """Judge the doubtful number."""
    one = the(findings_of_store(store), "suspect_lost_dash")
    return record_reading(store, one.about, one.flag, one.quote, reading, by, "见原件")


#: The other target, which nobody doubts.
UNTOUCHED = {"达到200家以上": (None, None)}


def test_a_reading_stands_beside_the_printed_words(store: Store, folder: Path) -> None:
    load(store, folder)
    review(store)
    assert shown(store) == UNTOUCHED | {"23家": ("2—3家", "张三")}
    one = the(findings_of_store(store), "suspect_lost_dash")
    assert one.quote == "23家"
    assert one.review is not None
    assert (one.review.reading, one.review.note) == ("2—3家", "见原件")


def test_a_reading_survives_reading_again(store: Store, folder: Path) -> None:
    load(store, folder)
    review(store)
    store.write(lambda writer: writer.run("MATCH (s:Source) SET s.rules = 'older'"))
    load(store, folder)
    assert shown(store) == UNTOUCHED | {"23家": ("2—3家", "张三")}


def test_a_reading_survives_an_edited_file(store: Store, folder: Path) -> None:
    load(store, folder)
    review(store)
    (folder / "plan.txt").write_text(PLAN + "\n各单位要认真落实。\n", "utf-8")
    load(store, folder)
    assert shown(store) == UNTOUCHED | {"23家": ("2—3家", "张三")}
    assert the(findings_of_store(store), "suspect_lost_dash").review is not None


def test_a_reading_waits_for_a_source_that_went(store: Store, folder: Path) -> None:
    load(store, folder)
    review(store)
    (source,) = [row["id"] for row in list_sources(store)]
    remove_source(store, source)
    assert shown(store) == {}
    assert [one.is_orphan for one in judged_readings(store)] == [True]
    assert findings_of_store(store) == []
    load(store, folder)
    assert shown(store) == UNTOUCHED | {"23家": ("2—3家", "张三")}
    assert [one.is_orphan for one in judged_readings(store)] == [False]


def test_a_doubt_about_the_document_is_judged_too(store: Store, folder: Path) -> None:
    load(store, folder)
    one = the(findings_of_store(store), "broken_date")
    record_reading(store, one.about, one.flag, one.quote, "2022年7月5日", "李四", None)
    found = the(findings_of_store(store), "broken_date")
    assert found.review is not None
    assert found.review.reading == "2022年7月5日"
    assert found.quote == "202275"


def test_a_later_reading_takes_the_place_of_the_first(store: Store, folder: Path) -> None:
    load(store, folder)
    review(store)
    review(store, "23家", "李四")
    assert shown(store)["23家"] == ("23家", "李四")
    (only,) = judged_readings(store)
    assert only.reviewer == "李四"


def test_a_reading_can_be_taken_back(store: Store, folder: Path) -> None:
    load(store, folder)
    made = review(store)
    withdraw_reading(store, made)
    assert shown(store)["23家"] == (None, None)
    assert judged_readings(store) == []
    with pytest.raises(NotFound):
        withdraw_reading(store, made)


def test_a_reading_needs_words_and_a_name(store: Store) -> None:
    about = Ref.of("Target", "x")
    for reading, by in (("", "张三"), ("2—3家", " ")):
        with pytest.raises(BadParameter):
            record_reading(store, about, "suspect_lost_dash", "23家", reading, by, None)
    assert judgement_id(about, "a", "b") != judgement_id(about, "a", "c")


def test_a_store_and_its_files_have_the_same_findings(store: Store, folder: Path) -> None:
    (folder / "copy.txt").write_text(COPY, "utf-8")
    load(store, folder)
    files = sorted(str(path) for path in folder.iterdir())
    of_files = findings_of_files([(path, read_batch(Path(path))) for path in files])
    of_store = findings_of_store(store)
    assert [one.as_json() for one in of_store] == [one.as_json() for one in of_files]
    conflicts = [one for one in of_store if one.flag == "count_mismatch"]
    assert [(one.quote[-4:], one.severity) for one in conflicts] == [
        ("2—3家", "high"),
        ("室23家", "high"),
    ]
    assert all("一种读法与之相合" in one.reason for one in conflicts)


def test_a_reading_is_listed_and_changes_the_version(store: Store, folder: Path) -> None:
    load(store, folder)
    version = library().run(store, "graph_version")[0]["loads"]
    made = review(store)
    (row,) = library().run(store, "readings_given")
    assert (row["judgement_id"], row["printed"], row["reading"]) == (made, "23家", "2—3家")
    assert (row["reviewer"], row["note"]) == ("张三", "见原件")
    assert library().run(store, "graph_version")[0]["loads"] == version + 1
    withdraw_reading(store, made)
    assert library().run(store, "readings_given") == []
    assert library().run(store, "graph_version")[0]["loads"] == version + 2
