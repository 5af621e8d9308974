"""By what the graph is coloured: kind, community of hosts and fields, who joins communities, or years.

In: the content of a page. Out: groups, each with its number, its words and its nodes. Communities and
bridges are what `pingtai analytics` left on hosts and fields; a platform is of the community of its host,
or where none is drawn, of its field. Colour is never alone: a group's number stands in its nodes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from api.asof import as_of
from api.view import t
from api.view_graph import GraphContent
from api.view_graph_state import GraphState

#: Communities with a colour of their own, the largest first; the others share one.
_COLOURS = 7
#: Spans of years, each of about as many platforms; their colours follow those of the communities.
_SPANS = 4
_HOME = ("HOSTED_BY", "IN_FIELD")


@dataclass(frozen=True)
class Group:
    """Nodes of one colour; `colour` is 1 to 7, 8 to 11 for years from the earliest, 0 for all further groups."""

    number: int
    colour: int
    words: str
    nodes: tuple[str, ...]


def groups_of(state: GraphState, content: GraphContent) -> list[Group]:
    """The groups of what is shown; none where colour means the kind, or the analytics have not run.
    Those of the analytics are of today, and not given as of an earlier day."""
    if state.colour == "year":
        return _years(content)
    if as_of() is not None:
        return []
    if state.colour == "cluster":
        return _communities(content)
    if state.colour == "bridge":
        return _bridges(content)
    return []


def _communities(content: GraphContent) -> list[Group]:
    home = {
        node_id: str(node["community"])
        for node_id, node in content.nodes.items()
        if "community" in node
    }
    of = dict(home)
    for rel in _HOME:
        for edge in content.edges:
            if edge["rel"] == rel and edge["s"] not in of and edge["t"] in home:
                of[edge["s"]] = home[edge["t"]]
    sizes = Counter(of.values())
    order = sorted(sizes, key=lambda one: (-sizes[one], one))
    return [
        Group(
            number,
            number if number <= _COLOURS else 0,
            _members(content, [one for one in home if home[one] == community]),
            tuple(one for one in of if of[one] == community),
        )
        for number, community in enumerate(order, start=1)
    ]


def _members(content: GraphContent, ids: list[str]) -> str:
    """The host and the field of a community with most edges here: what people know it by."""
    degree = content.degree()
    ids.sort(key=lambda one: (-degree[one], content.nodes[one]["name"], one))
    hosts = [one for one in ids if content.nodes[one]["label"] == "HostUnit"][:1]
    fields = [one for one in ids if content.nodes[one]["label"] == "Field"][:1]
    return "、".join(content.nodes[one]["name"] for one in (*hosts, *fields))


def _bridges(content: GraphContent) -> list[Group]:
    cuts = [one for one, node in content.nodes.items() if node.get("is_cut")]
    joins = [
        one for one, node in content.nodes.items() if node.get("joins") and not node.get("is_cut")
    ]
    named = (
        (t("断点：没有它，图就断开", "Without it the graph falls apart"), cuts),
        (t("连接几个社群", "Joins communities"), joins),
    )
    return [
        Group(number, number, words, tuple(ids))
        for number, (words, ids) in enumerate(named, start=1)
        if ids
    ]


def _years(content: GraphContent) -> list[Group]:
    """Platforms by the year in which they were first listed; those of unknown year are of no group."""
    dated = sorted((node["year"], one) for one, node in content.nodes.items() if "year" in node)
    spans: list[list[tuple[int, str]]] = []
    for place, (year, one) in enumerate(dated):
        # A year is never parted, so a span may come out longer, and the next one shorter or not at all.
        if spans and (spans[-1][-1][0] == year or place * _SPANS // len(dated) < len(spans)):
            spans[-1].append((year, one))
        else:
            spans.append([(year, one)])
    return [
        Group(
            number,
            _COLOURS + number,
            str(span[0][0]) if span[0][0] == span[-1][0] else f"{span[0][0]}–{span[-1][0]}",
            tuple(one for _, one in span),
        )
        for number, span in enumerate(spans, start=1)
    ]
