"""Small steps in WordprocessingML. Names are compared without their namespace: the strict and the
transitional form of the standard use different ones for the same words."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_OFF = frozenset({"0", "false", "off", "none"})


def local(element: etree._Element) -> str:
    """The name of an element without its namespace, "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    return (one for one in (element if element is not None else ()) if local(one) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute, in whichever namespace it stands."""
    if element is None:
        return None
    for key, text in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(text)
    return None


def flag(properties: etree._Element | None, name: str) -> bool | None:
    """A property that is on by being there; None where it is not named."""
    found = child(properties, name)
    return None if found is None else (value(found) or "1") not in _OFF
