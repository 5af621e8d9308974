"""The type of a roster's row: what its own column or name says, with what the heading adds."""

from __future__ import annotations

from ingest.lexicons import PlatformTypeEntry
from ingest.names import PlatformName, parse_platform_name
from ingest.rosters.header import Roster
from ingest.text import fold


def type_words(
    roster: Roster, parsed: PlatformName, column: str | None, level: str | None
) -> str | None:
    """The type of a row: its own column where that names one, else the name's, with the level that the
    heading or the level column adds."""
    caption = roster.heading.type
    named = parse_platform_name(column).entry if column else None
    if column and named is not None:
        is_short = not any(form in fold(column) for form in named.forms)
        # 国家级技术中心 in a column stands for the type that the heading names in full.
        return _full_type(roster, level) if is_short and _is_default(roster, named) else column
    if caption is not None and not (parsed.entry is caption.entry and _is_full(parsed)):
        return caption.type_printed  # a row above says what the rows below it are
    if parsed.entry is not None and not parsed.entry.generic:
        words = parsed.entry.name
        if _is_full(parsed):
            return _prefixed(parsed, words)
        if _is_default(roster, parsed.entry):
            return _full_type(roster, level)
        return f"{_level_prefix(level)}{words}"
    return _full_type(roster, level) if roster.default_type else column


def _is_full(parsed: PlatformName) -> bool:
    return bool(parsed.level or parsed.region)


def _is_default(roster: Roster, entry: PlatformTypeEntry) -> bool:
    return roster.default_type is not None and roster.default_type.entry is entry


def _full_type(roster: Roster, level: str | None) -> str | None:
    default = roster.default_type
    if default is None or default.entry is None:
        return None
    words = default.entry.name
    if default.level or default.region:
        return _prefixed(default, words)
    return f"{_level_prefix(level)}{words}"


def _prefixed(parsed: PlatformName, words: str) -> str:
    if parsed.region is not None:
        channel = "高校" if parsed.level == "高校" else ""
        return f"{parsed.region.short}{channel}{words}"
    if parsed.entry is not None and parsed.entry.level:
        return words
    return f"{_level_prefix(parsed.level)}{words}"


def _level_prefix(level: str | None) -> str:
    if not level:
        return ""
    return "国家" if level == "国家级" else level
