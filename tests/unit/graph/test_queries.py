"""Loading named queries: what a file must look like, and how faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import BadParameter, QueryFileError, UnknownQuery
from graph.queries import Library, load

GOOD = """// name: one(host_id: string, limit: integer = 5, kinds: strings = '') -> id, name
// 甲
// A
MATCH (n:HostUnit {id: $host_id}) WHERE NOT n.source IN $hidden AND n.kind IN $kinds
RETURN n.id AS id, n.name AS name
LIMIT $limit
"""


def _load(tmp_path: Path, **files: str) -> Library:
    for name, text in files.items():
        path = tmp_path / "subject" / f"{name.replace('_embedded', '.embedded')}.cypher"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return load(tmp_path)


def test_a_query_is_described_by_its_header(tmp_path: Path) -> None:
    (query,) = _load(tmp_path, a=GOOD)
    assert (query.name, query.subject, query.zh, query.en) == ("one", "subject", "甲", "A")
    assert query.columns == ("id", "name")
    assert [(p.name, p.kind, p.required, p.default) for p in query.parameters] == [
        ("host_id", "string", True, None),
        ("limit", "integer", False, 5),
        ("kinds", "strings", False, []),
    ]


def test_values_are_checked_and_converted(tmp_path: Path) -> None:
    query = _load(tmp_path, a=GOOD)["one"]
    assert query.bind({"host_id": "x", "limit": "7", "kinds": ["a", "b"]}) == {
        "host_id": "x",
        "limit": 7,
        "kinds": ["a", "b"],
    }
    for wrong in ({}, {"host_id": 3}, {"host_id": "x", "limit": "many"}, {"host_id": "x", "z": 1}):
        with pytest.raises(BadParameter):
            query.bind(wrong)


def test_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownQuery):
        _load(tmp_path, a=GOOD)["two"]


FAULTS = {
    "a name twice": (GOOD + "\n" + GOOD, ":8"),
    "an undeclared parameter": (GOOD.replace("LIMIT $limit", "LIMIT $limit SKIP $more"), "more"),
    "an unused parameter": (GOOD.replace("LIMIT $limit", "LIMIT 5"), "limit"),
    "other columns": (GOOD.replace("AS name", "AS label"), "label"),
    "a column without a name": (GOOD.replace("n.name AS name", "n.name"), "id"),
    "no description": (GOOD.replace("// 甲\n// A\n", ""), ":1"),
    "an unknown kind": (GOOD.replace("integer", "whole"), "whole"),
    "no header": ("MATCH (n) RETURN n AS n\n", ":1"),
    "a broken header": (GOOD.replace(" -> ", " "), ":1"),
    "a write": (GOOD.replace("RETURN", "SET n.x = 1 RETURN"), "SET"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=list(FAULTS))
def test_faults_name_file_and_line(tmp_path: Path, fault: str) -> None:
    text, words = FAULTS[fault]
    with pytest.raises(QueryFileError) as caught:
        _load(tmp_path, a=text)
    assert "subject/a.cypher:" in str(caught.value)
    assert words in str(caught.value)


def test_parameters_inside_words_and_comments_do_not_count(tmp_path: Path) -> None:
    text = GOOD.replace("RETURN", "// not $this\nAND n.note <> 'nor $that' RETURN")
    assert len(_load(tmp_path, a=text)) == 1


def test_a_name_in_two_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryFileError, match=r"a\.cypher:1"):
        _load(tmp_path, a=GOOD, b=GOOD)


def test_the_embedded_engine_may_have_its_own_wording(tmp_path: Path) -> None:
    own = GOOD.replace("MATCH", "MATCH /* own */")
    query = _load(tmp_path, a=GOOD, a_embedded=own)["one"]
    assert "own" in query.text("embedded")
    assert "own" not in query.text("neo4j")


def test_its_own_wording_needs_the_same_signature(tmp_path: Path) -> None:
    with pytest.raises(QueryFileError):
        _load(tmp_path, a=GOOD, a_embedded=GOOD.replace("= 5", "= 6"))
    lonely = tmp_path / "lonely"
    lonely.mkdir()
    with pytest.raises(QueryFileError):
        _load(lonely, a_embedded=GOOD)
