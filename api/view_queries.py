"""The page of a named query: what its address gives, and where the rows' names and places lead."""

from __future__ import annotations

from typing import Any

from flask import request

from api import view
from api.view_facts import Sources
from graph.queries import library
from graph.store import Rows


def given(name: str) -> dict[str, list[str]]:
    """What the address gives for the query's parameters."""
    known = [parameter.name for parameter in library()[name].parameters]
    found = {key: [one for one in request.args.getlist(key) if one] for key in known}
    return {key: values for key, values in found.items() if values}


def values(name: str) -> dict[str, Any]:
    """The same, as the query takes them: words of a list apart."""
    kinds = {parameter.name: parameter.kind for parameter in library()[name].parameters}
    return {
        key: [word for one in words for word in one.split()]
        if kinds[key] == "strings"
        else words[0]
        for key, words in given(name).items()
    }


def named_by(column: str, columns: tuple[str, ...]) -> str:
    """The column that names what an id stands for, as `host` does for `host_id`."""
    for ending, name in (("node_id", "name"), ("_id", column.removesuffix("_id"))):
        if column.endswith(ending) and name in columns and name != column:
            return name
    return ""


def links(columns: tuple[str, ...], rows: Rows) -> list[dict[str, str]]:
    """For each row the addresses of its names, and of the place that a source's row speaks of."""
    has_place = {"source_id", "start", "end"} <= set(columns)
    sources = Sources(row["source_id"] for row in rows) if has_place else None
    found = []
    for row in rows:
        leads = {
            name: url
            for column in columns
            if (name := named_by(column, columns))
            and isinstance(row[column], str)
            and (url := link_of(row[column]))
        }
        if sources and sources.document(row["source_id"]) and row["start"] is not None:
            leads["start"] = sources.url(row["source_id"], row["start"], row["end"])
        found.append(leads)
    return found


def link_of(value: str) -> str | None:
    """The address of a node whose id this is."""
    label = view.label_of(value)
    return view.node_url(label, value) if label else None
