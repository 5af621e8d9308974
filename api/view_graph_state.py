"""What the address of the graph page says: where the graph starts, what is expanded, hidden, filtered.

In: the parameters of an address. Out: a `GraphState`, and from it the one address of that view: parameters
in a fixed order, defaults left out. What an address names and nobody knows is left out too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from api.view import label_of, to
from api.view_words import KINDS
from graph.model import DRAWN, RELATIONSHIP_BY_NAME

COLOURS = ("kind", "cluster", "bridge", "year")
_MOST_SEEDS = 50
_MOST_EXPANDED = 60
_MOST_STEPS = 50
#: Pins and hidden nodes: as many as a graph may show.
_MOST_NAMED = 2_000
_FARTHEST = 1_000_000
#: Regions, types, rosters and clauses are hubs that pull every cluster into one ball; off until asked for.
_HUBS = frozenset({"LOCATED_IN", "OF_TYPE", "LISTED_IN", "EVALUATED_IN", "HAS_PROVISION"})
DEFAULT_RELS = tuple(name for name in DRAWN if name not in _HUBS)
#: The parameters that a stored view holds, in their order; the others stand beside its key.
STORED = (
    *("seed", "expand", "hide", "pin", "kinds", "rels", "years", "min_score", "color", "path"),
)
#: Steps that set the parameter of that name.
_SETTING = ("sel", "path", "years", "min_score", "color")

_YEARS = re.compile(r"(?P<low>[0-9]{4})?\.\.(?P<high>[0-9]{4})?")
_YEAR = re.compile(r"[0-9]{4}")
_PIN = re.compile(r"(?P<id>[^:]+):(?P<x>-?[0-9]{1,7}):(?P<y>-?[0-9]{1,7})")
_SCORE = re.compile(r"[01](\.[0-9]{1,3})?")
_ID = re.compile(r"[a-z-]+-[0-9a-f]{16}")
#: A chosen relationship: start, type and end.
_EDGE = re.compile(r"(?P<start>[^:]+):(?P<rel>[A-Z_]+):(?P<end>[^:]+)")


@dataclass(frozen=True)
class GraphState:
    """What the address says. `expand` holds pairs of a node and a relationship ("" for all that are
    on), each as often as a batch of neighbours was asked for, and where the address names none, the seeds; `kinds` and `rels` are None where they are the
    default: all kinds, all but the hubs. `years` are the first and last year of listing, None for an
    open end; `min_score` is 0 to 1; `chosen` is the id of a node, or start, type and end of an edge."""

    seeds: tuple[str, ...] = ()
    expand: tuple[tuple[str, str], ...] = ()
    hide: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    kinds: tuple[str, ...] | None = None
    rels: tuple[str, ...] | None = None
    years: tuple[int | None, int | None] = (None, None)
    min_score: float = 0.0
    colour: str = "kind"
    path: tuple[str, ...] = ()
    chosen: str = ""

    def query(self) -> dict[str, Any]:
        """The parameters of the address, in their fixed order, without defaults."""
        return {
            "seed": self.seeds,
            "expand": [f"{node}:{rel}" if rel else node for node, rel in self.expand]
            if self.expand != _all_of(self.seeds)
            else [],
            "hide": self.hide,
            "pin": self.pins,
            "kinds": None if self.kinds is None else ",".join(self.kinds) or "none",
            "rels": None if self.rels is None else ",".join(self.rels) or "none",
            "years": self.years_words(),
            "min_score": f"{self.min_score:g}" if self.min_score else None,
            "color": self.colour if self.colour != "kind" else None,
            "path": ",".join(self.path),
            "sel": self.chosen,
        }

    def url(self, path: str = "/graph", **more: Any) -> str:
        """The address of this state."""
        return to(path, **self.query(), **more)

    def years_words(self) -> str | None:
        """The years as the address has them; None where they are not limited."""
        low, high = self.years
        return None if low is None and high is None else f"{low or ''}..{high or ''}"

    def with_seed(self, node_id: str) -> GraphState:
        """With one more node to start from, chosen."""
        seeds = self.seeds if node_id in self.seeds else (*self.seeds, node_id)
        hide = tuple(one for one in self.hide if one != node_id)
        return replace(self, seeds=seeds, hide=hide, chosen=node_id)

    def expanded(self, node_id: str, rel: str = "") -> GraphState:
        """With a node's neighbours; asking for a relationship that is off turns it on."""
        pair = (node_id, rel)
        expand = self.expand if pair in self.expand else (*self.expand, pair)
        rels = self.rels
        if rel and rel not in self.shown_rels():
            wanted = {*self.shown_rels(), rel}
            rels = tuple(name for name in DRAWN if name in wanted)
        return replace(self, expand=expand, rels=rels)

    def with_more(self, node_id: str, rel: str = "") -> GraphState:
        """With the next batch of a node's neighbours."""
        state = self.expanded(node_id, rel)
        return state if state != self else replace(self, expand=(*self.expand, (node_id, rel)))

    def step_for_more(self, node_id: str, rel: str = "") -> str:
        """The step that adds neighbours of a node that are not here yet."""
        verb = "more" if (node_id, rel) in self.expand else "expand"
        return f"{verb}:{node_id}:{rel}" if rel else f"{verb}:{node_id}"

    def without(self, node_id: str) -> GraphState:
        """With a node hidden."""
        hide = self.hide if node_id in self.hide else (*self.hide, node_id)
        return replace(self, hide=hide, chosen="" if self.chosen == node_id else self.chosen)

    def toggled_rel(self, rel: str) -> GraphState:
        """With a relationship turned on or off."""
        wanted = set(self.shown_rels()) ^ {rel}
        rels = tuple(name for name in DRAWN if name in wanted)
        return replace(self, rels=None if rels == DEFAULT_RELS else rels)

    def toggled_kind(self, label: str) -> GraphState:
        """With a kind shown or hidden."""
        wanted = set(self.kinds if self.kinds is not None else KINDS) ^ {label}
        kinds = tuple(name for name in KINDS if name in wanted)
        return replace(self, kinds=None if len(kinds) == len(KINDS) else kinds)

    def shows(self, label: str) -> bool:
        """Whether nodes of a kind are shown."""
        return self.kinds is None or label in self.kinds

    def shown_rels(self) -> tuple[str, ...]:
        """The relationships that are on."""
        return self.rels if self.rels is not None else DEFAULT_RELS

    def within_years(self, year: int | None) -> bool:
        """Whether a platform first listed in that year is shown. One of unknown year is not where the
        years are limited: nothing says that it belongs there."""
        low, high = self.years
        if low is None and high is None:
            return True
        return year is not None and (low or year) <= year <= (high or year)

    def chosen_edge(self) -> tuple[str, str, str] | None:
        """Start, type and end of the chosen relationship; None where a node or nothing is chosen."""
        found = _EDGE.fullmatch(self.chosen)
        return (found["start"], found["rel"], found["end"]) if found else None

    def named(self) -> set[str]:
        """Every node that the state names."""
        pinned = {pin.partition(":")[0] for pin in self.pins}
        return {*self.seeds, *(one for one, _ in self.expand), *self.hide, *self.path, *pinned}

    def is_of_this_graph(self) -> bool:
        """Whether everything named has the form of an id here."""
        return all(_ID.fullmatch(one) and label_of(one) for one in self.named())

    def after(self, step: str) -> GraphState:
        """The state that a step leads to, such as `hide:<id>`; itself for a step that nobody knows."""
        verb, _, words = step.partition(":")
        take = _STEPS.get(verb)
        if take is not None:
            return take(self, words)
        return self._with(verb, words) if verb in _SETTING else self

    def _with(self, parameter: str, words: str) -> GraphState:
        """With one parameter of the address set anew."""
        pairs = [pair for pair in pairs_of(self.query()) if pair[0] != parameter]
        return state_of(MultiDict([*pairs, (parameter, words)]))


def _after_expanding(state: GraphState, words: str) -> GraphState:
    node, rel = _expansion(words)
    return replace(state.expanded(node, rel), chosen=node)


def _after_asking_for_more(state: GraphState, words: str) -> GraphState:
    node, rel = _expansion(words)
    return replace(state.with_more(node, rel), chosen=node)


def _after_unpinning(state: GraphState, words: str) -> GraphState:
    return replace(state, pins=tuple(p for p in state.pins if p.partition(":")[0] != words))


_STEPS: dict[str, Callable[[GraphState, str], GraphState]] = {
    "seed": lambda state, words: state.with_seed(words).expanded(words),
    "expand": _after_expanding,
    "more": _after_asking_for_more,
    "hide": GraphState.without,
    "unfilter": lambda state, _: replace(state, years=(None, None), min_score=0.0),
    "show": lambda state, _: replace(state, hide=()),
    "pin": lambda state, words: replace(state, pins=_pins((*state.pins, words))),
    "unpin": _after_unpinning,
    "kind": lambda state, words: state.toggled_kind(words) if words in KINDS else state,
    "rel": lambda state, words: state.toggled_rel(words) if words in DRAWN else state,
}


def pairs_of(query: dict[str, Any]) -> list[tuple[str, str]]:
    """Parameters as names and values, in their order; defaults and what is empty left out."""
    found: list[tuple[str, str]] = []
    for key, value in query.items():
        many = value if isinstance(value, (list, tuple)) else [value]
        found += [(key, str(one)) for one in many if one not in (None, "")]
    return found


def state_of(args: MultiDict[str, str]) -> GraphState:
    """The state that an address describes; what it does not know is left out. Forms say `from` and `to`
    for a path, `year_from`, `year_to` and `score_from` for the filters; `do` are steps to take from there."""
    path = [one for one in args.get("path", "").split(",") if one]
    if args.get("from") and args.get("to"):
        path = [args["from"], args["to"]]
    seeds = tuple(dict.fromkeys(filter(None, args.getlist("seed"))))[:_MOST_SEEDS]
    expand = tuple(map(_expansion, filter(None, args.getlist("expand"))))
    rels = _chosen(args.get("rels"), DRAWN)
    kinds = _chosen(args.get("kinds"), KINDS)
    colour = args.get("color", "")
    state = GraphState(
        seeds=seeds,
        expand=expand[:_MOST_EXPANDED] or _all_of(seeds),
        hide=tuple(dict.fromkeys(filter(None, args.getlist("hide"))))[:_MOST_NAMED],
        pins=_pins(args.getlist("pin")),
        kinds=None if kinds is not None and len(kinds) == len(KINDS) else kinds,
        rels=None if rels == DEFAULT_RELS else rels,
        years=_years(args),
        min_score=_score(args.get("score_from", args.get("min_score", ""))),
        colour=colour if colour in COLOURS else "kind",
        path=tuple(path[:2]) if len(path) >= 2 and path[0] != path[1] else (),
        chosen=args.get("sel", ""),
    )
    for step in args.getlist("do")[:_MOST_STEPS]:
        state = state.after(step)
    return state


def _all_of(seeds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((seed, "") for seed in seeds)


def _expansion(words: str) -> tuple[str, str]:
    node, _, rel = words.partition(":")
    return node, rel if rel in RELATIONSHIP_BY_NAME else ""


def _chosen(words: str | None, known: Iterable[str]) -> tuple[str, ...] | None:
    if not words:
        return None
    wanted = set(words.split(","))
    return tuple(name for name in known if name in wanted)


def _pins(given: Iterable[str]) -> tuple[str, ...]:
    """The last place of each node, in whole points."""
    places: dict[str, str] = {}
    for words in given:
        found = _PIN.fullmatch(words)
        if found is None or max(abs(int(found["x"])), abs(int(found["y"]))) > _FARTHEST:
            continue
        places.pop(found["id"], None)
        places[found["id"]] = f"{found['id']}:{int(found['x'])}:{int(found['y'])}"
    return tuple(places.values())[:_MOST_NAMED]


def _years(args: MultiDict[str, str]) -> tuple[int | None, int | None]:
    found = _YEARS.fullmatch(args.get("years", ""))
    low, high = (found["low"], found["high"]) if found else (None, None)
    if "year_from" in args or "year_to" in args:
        low, high = (
            one if _YEAR.fullmatch(one) else None
            for one in (args.get("year_from", ""), args.get("year_to", ""))
        )
    first, last = (int(one) if one else None for one in (low, high))
    if first is not None and last is not None and first > last:
        return last, first
    return first, last


def _score(words: str) -> float:
    return min(1.0, float(words)) if _SCORE.fullmatch(words) else 0.0
