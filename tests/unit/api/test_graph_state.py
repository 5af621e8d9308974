"""The graph's address: one for each view, whatever it is asked by, short enough to be passed on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from apiflask import APIFlask
from werkzeug.datastructures import MultiDict

from api.view_graph_kept import LONGEST, KeptViews, is_long, short_query, views_path, with_kept
from api.view_graph_state import DEFAULT_RELS, GraphState, pairs_of, state_of

A, B, C = "platform-0000000000000001", "host-unit-0000000000000002", "field-0000000000000003"


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    """Addresses carry the language of a request."""
    with APIFlask(__name__).test_request_context("/"):
        yield


def _state(query: str) -> GraphState:
    pairs = [pair.split("=", 1) for pair in query.split("&") if pair]
    return state_of(MultiDict([(key, value) for key, value in pairs]))


def test_an_address_and_its_state_give_each_other_back() -> None:
    query = (
        "seed=a-1&seed=b-2&expand=a-1&expand=b-2:HOSTED_BY&hide=c-3&pin=a-1:10:-20"
        "&kinds=Platform,HostUnit&rels=OF_TYPE,HOSTED_BY&years=2016..2025&min_score=0.6"
        "&color=cluster&path=a-1,b-2&sel=a-1"
    )
    assert _state(query).url() == f"/graph?{query}"


def test_one_view_has_one_address_in_whatever_order_it_is_asked_for() -> None:
    asked = "sel=a-1&color=kind&min_score=0.0&years=..&rels=HOSTED_BY,OF_TYPE&kinds=&seed=a-1"
    assert _state(asked).url() == "/graph?seed=a-1&rels=OF_TYPE,HOSTED_BY&sel=a-1"
    assert _state(f"seed=a-1&rels={','.join(reversed(DEFAULT_RELS))}").url() == "/graph?seed=a-1"
    assert _state("seed=a-1&pin=b-2:1:2&pin=b-2:3:4").pins == ("b-2:3:4",)


def test_defaults_stay_out_of_the_address() -> None:
    state = _state("seed=a-1").toggled_rel("LOCATED_IN").toggled_rel("LOCATED_IN")
    assert state.toggled_kind("Field").toggled_kind("Field").url() == "/graph?seed=a-1"


def test_seeds_are_expanded_where_the_address_expands_nothing() -> None:
    assert _state("seed=a-1").expand == (("a-1", ""),)
    assert _state("seed=a-1&expand=a-1").url() == "/graph?seed=a-1"
    assert (
        _state("seed=a-1").with_seed("b-2").expanded("b-2").url()
        == "/graph?seed=a-1&seed=b-2&sel=b-2"
    )
    narrow = "/graph?seed=a-1&expand=a-1:HOSTED_BY"
    assert _state(narrow.partition("?")[2]).url() == narrow


def test_hubs_are_off_until_asked_for() -> None:
    assert not {"LOCATED_IN", "OF_TYPE", "LISTED_IN"} & set(DEFAULT_RELS)
    asked = _state("seed=a-1").expanded("a-1", "OF_TYPE")
    assert "OF_TYPE" in (asked.rels or ())


@pytest.mark.parametrize(
    ("step", "after"),
    [
        (f"seed:{B}", f"seed={A}&seed={B}&sel={B}"),
        (f"expand:{B}", f"seed={A}&expand={A}&expand={B}&sel={B}"),
        (f"expand:{B}:IN_FIELD", f"seed={A}&expand={A}&expand={B}:IN_FIELD&sel={B}"),
        (f"expand:{A}", f"seed={A}&sel={A}"),
        (f"more:{A}", f"seed={A}&expand={A}&expand={A}&sel={A}"),
        (f"more:{B}", f"seed={A}&expand={A}&expand={B}&sel={B}"),
        (f"hide:{B}", f"seed={A}&hide={B}"),
        (f"pin:{B}:3:4", f"seed={A}&pin={B}:3:4"),
        (f"pin:{B}:x:4", f"seed={A}"),
        (f"sel:{A}:HOSTED_BY:{B}", f"seed={A}&sel={A}:HOSTED_BY:{B}"),
        (f"path:{A},{B}", f"seed={A}&path={A},{B}"),
        (f"path:{A},{A}", f"seed={A}"),
        ("years:2021..2019", f"seed={A}&years=2019..2021"),
        ("years:2021..", f"seed={A}&years=2021.."),
        ("min_score:0.85", f"seed={A}&min_score=0.85"),
        ("min_score:nan", f"seed={A}"),
        ("color:bridge", f"seed={A}&color=bridge"),
        ("color:red", f"seed={A}"),
        ("drop:all", f"seed={A}"),
    ],
)
def test_a_step_leads_to_the_address_after_it(step: str, after: str) -> None:
    assert state_of(MultiDict([("seed", A), ("do", step)])) == _state(after)


def test_what_a_step_did_another_takes_back() -> None:
    asked = [("seed", A), ("do", f"pin:{B}:3:4"), ("do", f"hide:{C}"), ("do", "years:2016..")]
    back = [("do", f"unpin:{B}"), ("do", "show:"), ("do", "unfilter:")]
    assert state_of(MultiDict(asked)) != state_of(MultiDict([("seed", A)]))
    assert state_of(MultiDict([*asked, *back])) == state_of(MultiDict([("seed", A)]))


@pytest.mark.parametrize(
    "query",
    [
        *("", "rels=none", "kinds=none", "rels=nonsense", "path=a", "pin=x", "pin=a:1:99999999"),
        *("years=x..y", "years=99999..", "min_score=1e9", "min_score=-1"),
        *("do=", "do=:", "do=pin:"),
    ],
)
def test_a_strange_address_is_still_a_state(query: str) -> None:
    state = _state(query)
    assert state.pins == ()
    assert state.years == (None, None)
    assert 0 <= state.min_score <= 1


# Kept views


def _long(count: int = 60) -> GraphState:
    pins = tuple(f"platform-{i:016x}:{i}:{-i}" for i in range(count))
    return GraphState(seeds=(A,), expand=((A, ""),), pins=pins, chosen=A)


def test_a_long_view_is_kept_and_found_again(tmp_path: Path) -> None:
    views, state = KeptViews(tmp_path / "v"), _long()
    assert is_long(state.query())
    short = short_query(state, views)
    assert len(urlencode(pairs_of(short))) < 120
    assert short["sel"] == A, "what is chosen stands beside the key"
    args, is_lost = with_kept(MultiDict(pairs_of(short)), views)
    assert not is_lost
    assert state_of(args) == state
    assert short_query(state, KeptViews(tmp_path / "v")) == short, "one view, one key"
    assert len(list((tmp_path / "v").iterdir())) == 1


def test_a_short_view_keeps_its_address(tmp_path: Path) -> None:
    state = GraphState(seeds=(A,), expand=((A, ""),))
    assert short_query(state, KeptViews(tmp_path / "v")) == state.query()
    assert not (tmp_path / "v").exists()


@pytest.mark.parametrize("bad", ["<script>", "platform-1:2", "nobody-0000000000000001", "x" * 200])
def test_only_what_names_nodes_is_kept(tmp_path: Path, bad: str) -> None:
    hide = (bad, *(f"platform-{i:016x}" for i in range(LONGEST // 20)))
    views = KeptViews(tmp_path / "v")
    assert "v" not in short_query(GraphState(seeds=(A,), hide=hide), views)
    assert not (tmp_path / "v").exists()


def test_there_is_an_end_to_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    views = KeptViews(tmp_path / "v")
    monkeypatch.setattr("api.view_graph_kept._MOST", 1)
    first = short_query(_long(60), views)
    assert "v" in first
    assert "v" not in short_query(_long(61), views), "full: the long address does as well"
    assert short_query(_long(60), views) == first, "what is kept stays"
    monkeypatch.setattr("api.view_graph_kept._LARGEST", 100)
    assert "v" not in short_query(_long(60), views)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "0" * 32, "A" * 32, "0" * 31 + "\n"])
def test_a_key_that_nothing_is_kept_under_finds_nothing(tmp_path: Path, key: str) -> None:
    assert KeptViews(tmp_path).parameters(key) is None


def test_a_file_that_was_changed_is_no_view(tmp_path: Path) -> None:
    views = KeptViews(tmp_path / "v")
    key = str(short_query(_long(), views)["v"])
    (tmp_path / "v" / key).write_text("seed=platform-0000000000000009", "utf-8")
    assert views.parameters(key) is None


def test_without_a_folder_addresses_stay_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINGTAI_VIEWS", raising=False)
    assert views_path(None) is None
    assert short_query(_long(), KeptViews(None)) == _long().query()
    monkeypatch.setenv("PINGTAI_VIEWS", "kept")
    assert views_path(None) == Path("kept")
