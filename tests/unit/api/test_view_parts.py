"""Parts of the pages that need no store: text made safe, quotes cut out, addresses of the graph page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from apiflask import APIFlask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from api.view_document_layout import spans_of
from api.view_document_marks import Mark
from api.view_document_pieces import Piece, Pieces
from api.view_facts import around, reading
from api.view_text import cells, plain_name, shown

# Text


def test_plain_text_is_only_escaped() -> None:
    assert shown("广西 <b> & 实验室") == escape("广西 <b> & 实验室")


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x07", "\u2028"])
def test_unseen_characters_are_shown(character: str) -> None:
    html = shown(f"甲{character}乙")
    assert character not in html
    assert f"U+{ord(character):04X}" in html
    assert character not in plain_name(f"甲{character}乙")


def test_text_from_right_to_left_is_isolated() -> None:
    assert shown("实验室 אבג").startswith("<bdi>")


def test_cells_are_set_apart() -> None:
    assert cells("12\t\t云岭大学").count("gap") == 1


@given(st.text())
def test_shown_text_never_holds_markup(text: str) -> None:
    html = str(shown(text))
    for known in ("<bdi>", "</bdi>", '<span class="unseen">', "</span>"):
        html = html.replace(known, "")
    assert "<" not in html
    assert ">" not in html


# Quotes


def test_a_quote_ends_with_its_sentence() -> None:
    text = "第一句。到2025年，建设23家；第三句。"
    start = text.index("23家")
    assert around(text, start, start + 3) == ("到2025年，建设", "23家", "；")


def test_a_quote_from_a_table_is_its_row() -> None:
    text = "序号\t名称\n1\t甲。乙\t丙\n"
    start = text.index("丙")
    assert around(text, start, start + 1) == ("1\t甲。乙\t", "丙", "")


def test_a_long_sentence_is_cut_with_dots_and_never_inside_the_quote() -> None:
    text = "甲" * 500 + "乙" * 300 + "丙" * 500
    before, words, after = around(text, 500, 800)
    assert words == "乙" * 300
    assert before.startswith("…")
    assert after.endswith("…")


def test_readings_are_shown_as_numbers() -> None:
    assert reading({"comparator": "range", "low": 2, "high": 3}, "家") == "2—3家"
    assert reading({"comparator": "eq", "low": 23, "high": 23}, "家") == "23家"
    assert reading({"reading": "〔2022〕49号"}, "") == "〔2022〕49号"


# Pieces of a document


def _mark(kind: str, start: int, end: int, name: str = "x") -> Mark:
    return Mark(kind, start, end, None, "rule", "SETS", ("Target", f"target-{start}", name), {})


def _pieces(app: APIFlask, text: str, marks: list[Mark]) -> list[Piece]:
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    with app.test_request_context("/documents/x"):
        return Pieces(text, marks, {}, (None, [])).pieces(0, len(text))


def test_crossing_facts_become_flat_pieces(app: APIFlask) -> None:
    text = "建设云岭实验室23家以上"
    pieces = _pieces(app, text, [_mark("target", 0, 10), _mark("type", 2, 7), _mark("rule", 5, 12)])
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces] == ["建设", "云岭实", "验室", "23家", "以上"]
    assert "in-type" in pieces[1].classes
    assert "0-10.target" in pieces[0].url
    assert "2-7.type" in pieces[1].url
    assert [piece.is_stop for piece in pieces] == [True, True, False, True, False]


def test_a_doubt_leads_to_the_target_whose_number_it_is(app: APIFlask) -> None:
    target = _mark("target", 0, 5, "23家")
    flag = Mark("flag", 2, 5, None, "r", "FLAGGED_IN", target.node, {"flag": "suspect_lost_dash"})
    pieces = _pieces(app, "建设23家", [target, flag])
    assert "target" in pieces[-1].url
    assert "hatch" in pieces[-1].classes
    assert "num" in pieces[-1].classes
    assert pieces[-1].flags == (flag,)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["target", "type", "field", "flag"]),
            st.integers(0, 40),
            st.integers(1, 20),
        ),
        max_size=12,
    )
)
def test_pieces_always_give_the_text_back(raw: list[tuple[str, int, int]]) -> None:
    text = "甲乙丙丁戊己庚辛壬癸" * 4
    marks = [_mark(kind, start, min(start + size, 40)) for kind, start, size in raw if start < 40]
    app = APIFlask(__name__)
    pieces = _pieces(app, text, marks)
    assert "".join(piece.text for piece in pieces) == text
    stops = [piece.url for piece in pieces if piece.is_stop]
    assert len(stops) == len(set(stops)) == len({piece.url for piece in pieces if piece.url})


# Lines, rows, pages


@given(st.text(alphabet="甲乙\t\n。 ", max_size=200))
def test_lines_and_rows_leave_out_only_blank_text(text: str) -> None:
    spans = list(spans_of(text))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    kept = "".join(text[span.start : span.end] for span in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_a_cell_may_hold_line_ends() -> None:
    text = "序号\t名称\t单位\n1\t甲\n实验室\t乙\n2\t丙\t丁\n"
    rows = [(text[span.start : span.end], span.row) for span in spans_of(text)]
    assert rows == [("序号\t名称\t单位", 1), ("1\t甲\n实验室\t乙", 2), ("2\t丙\t丁", 3)]


def test_a_very_long_line_is_cut_after_a_full_stop() -> None:
    text = "一句话。" * 10_000
    spans = list(spans_of(text))
    assert len(spans) > 1
    assert all(text[span.start : span.end].endswith("。") for span in spans)
