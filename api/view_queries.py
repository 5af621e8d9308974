"""The page of a named query: what its address gives, and where the rows' names and places lead."""

from __future__ import annotations

from typing import Any

from flask import request

from api import view
from api.exports import tables
from api.view import t
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
    """The column that names what an id stands for, as `host` does for `host_id`, and `hosts` or `names` for
    `host_ids`."""
    if column == "ids" or column.endswith("_ids"):
        lists = ("names", f"{column.removesuffix('_ids')}s")
        return next((name for name in lists if name in columns), "")
    for ending, name in (("node_id", "name"), ("_id", column.removesuffix("_id"))):
        if column.endswith(ending) and name in columns and name != column:
            return name
    return ""


def shown_columns(columns: tuple[str, ...], rows: Rows) -> list[str]:
    """The columns without those of ids whose names stand beside them."""
    first = rows[0] if rows else {}
    return [
        one
        for one in columns
        if not (name := named_by(one, columns))
        or (rows and isinstance(first[one], list) != isinstance(first[name], list))
    ]


def links(columns: tuple[str, ...], rows: Rows) -> list[dict[str, Any]]:
    """For each row the addresses of its names (of a list of names, a list), and of the place that a source's
    row speaks of."""
    has_place = {"source_id", "start", "end"} <= set(columns)
    sources = Sources(row["source_id"] for row in rows) if has_place else None
    found = []
    for row in rows:
        leads: dict[str, Any] = {
            name: url
            for column in columns
            if (name := named_by(column, columns)) and (url := _leads(row[column], row[name]))
        }
        if sources and sources.document(row["source_id"]) and row["start"] is not None:
            leads["start"] = sources.url(row["source_id"], row["start"], row["end"])
        found.append(leads)
    return found


def _leads(ids: Any, names: Any) -> str | list[str] | None:
    if isinstance(ids, str):
        return link_of(ids)
    if not isinstance(ids, list) or not isinstance(names, list) or len(ids) != len(names):
        return None
    found = [link_of(one) for one in ids]
    return [one for one in found if one] if all(found) else None


def link_of(value: str) -> str | None:
    """The address of a node whose id this is."""
    label = view.label_of(value)
    return view.node_url(label, value) if label else None


def cell(value: Any) -> str:
    """A value as the text of a cell; as in files, but for truth, which has words here."""
    return (
        t("是", "yes")
        if value is True
        else t("否", "no")
        if value is False
        else tables.words(value)
    )
