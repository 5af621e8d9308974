"""What every page of the web view shares: language, theme, addresses, files of the bundle.

Pages are made on the server and work without JavaScript. An address says what is shown: `lang` travels
on every internal link, parameters stand in a fixed order and defaults are left out, so that one view has
one address.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from apiflask import APIFlask
from flask import current_app, g, has_request_context, request
from markupsafe import Markup

from api import forms, view_finding_words, view_text, view_words
from api.asof import PARAMETER, as_of
from api.asof import counted as counted_sources
from api.asof import years as source_years
from api.view_words import KINDS, Words, word
from graph.ids import prefix_of

LANGUAGES = ("zh", "en")
THEMES = ("light", "dark")
_FOLDER = Path(__file__).resolve().parent
STYLES = _FOLDER / "styles"
_LABEL_BY_PREFIX = {prefix_of(label): label for label in KINDS}


# Language and theme


def language() -> str:
    """The language of the page: the address's, else the one chosen before, else Chinese."""
    if not has_request_context():
        return "zh"
    if "language" not in g:
        asked = request.args.get("lang") or request.cookies.get("lang")
        g.language = asked if asked in LANGUAGES else "zh"
    return str(g.language)


def t(zh: str, en: str) -> str:
    """The words in the page's language."""
    return en if language() == "en" else zh


def words_of(pair: Words) -> str:
    """A pair of words in the page's language."""
    return t(*pair)


def coded(table: dict[str, Words], code: str | None) -> str:
    """The word for a stored code in the page's language."""
    return word(table, code, language())


def number(value: float | None) -> str:
    """A number with thousands parted; whole ones without a fraction; unknown is a dash, never 0."""
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def counted(count: int, noun: str) -> str:
    """A count with its English noun."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


# Addresses


def to(path: str, /, **query: Any) -> str:
    """An internal address with its parameters, the day as of which things are shown, and, where it is not
    the default, the language.

    None, "" and empty lists are left out; a list repeats its parameter.
    """
    pairs: list[tuple[str, str]] = []
    asked = as_of()
    day = query.pop(PARAMETER, asked.text if asked else None)
    for key, value in query.items():
        many = value if isinstance(value, (list, tuple)) else [value]
        pairs += [(key, _parameter(one)) for one in many if one not in (None, "", False)]
    if day:
        pairs.append((PARAMETER, str(day)))
    if has_request_context() and "lang" not in query:
        default = request.cookies.get("lang")
        if language() != (default if default in LANGUAGES else "zh"):
            pairs.append(("lang", language()))
    return f"{path}?{urlencode(pairs, safe=':,')}" if pairs else path


def _parameter(value: Any) -> str:
    return "1" if value is True else str(value)


def here(**changes: Any) -> str:
    """The page's own address with some parameters changed; None takes one away."""
    query: dict[str, Any] = {
        key: request.args.getlist(key)
        for key in request.args
        if key not in ("lang", PARAMETER, *changes)
    }
    return to(request.path, **query, **changes)


def lang_field() -> str:
    """The language that a form must carry; empty where it is the default."""
    _, _, query = to("/").partition("lang=")
    return query


def own_address(target: str) -> str:
    """An address to go on to: one of our own, never one of another site; else the start page. Browsers leave
    out control characters and take a backslash for a slash."""
    is_own = target.startswith("/") and not target.startswith("//")
    return target if is_own and target.isprintable() and "\\" not in target else "/"


def carried() -> Markup:
    """What a form must carry beside its own fields: the day and the language, as hidden fields."""
    day = as_of()
    fields = [(PARAMETER, day.text if day else ""), ("lang", lang_field())]
    inputs = (
        Markup('<input type="hidden" name="{}" value="{}">').format(*one)
        for one in fields
        if one[1]
    )
    return Markup("").join(inputs)


def switch_url(what: str, choice: str) -> str:
    """The address that keeps a choice of language or theme and comes back here."""
    return f"/{what}/{choice}?{urlencode({'next': request.full_path.rstrip('?')})}"


def node_path(label: str, node_id: str) -> str:
    """The path of a node's page."""
    return f"/{KINDS[label].path}/{quote(node_id, safe='')}"


def node_url(label: str, node_id: str, **query: Any) -> str:
    """The address of a node's page."""
    return to(node_path(label, node_id), **query)


def label_of(node_id: str) -> str | None:
    """The label that an id's prefix tells, without asking the store."""
    return _LABEL_BY_PREFIX.get(node_id.rpartition("-")[0])


def place_url(document_id: str, start: int, end: int, kind: str = "", source: str = "") -> str:
    """The address of a place in a document's text: the fact there selected and scrolled to.

    Places, not keys of statements, name facts: the text never changes, so that an address stays good
    when the text is read again by better rules.
    """
    fact = f"{start}-{end}.{kind}" if kind else f"{start}-{end}"
    path = node_path("GoverningDocument", document_id)
    return f"{to(path, fact=fact, source=source)}#c{start}"


# Files


@lru_cache(maxsize=64)
def _digest(path: Path, _changed: float) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()


def _versioned(path: Path, address: str) -> str:
    return f"{address}?v={_digest(path, path.stat().st_mtime)}"


def style(file: str) -> str:
    """The address of a style sheet; its version changes with its content."""
    return _versioned(STYLES / file, f"/assets/{file}")


def bundle(file: str) -> str | None:
    """The address of a file built by `api/web`; None where it was not built (no Node at install)."""
    path = Path(current_app.static_folder or "") / file
    return _versioned(path, f"/static/{file}") if path.is_file() else None


def icon(symbol: str) -> Markup:
    """An icon of the built sprite; nothing where it was not built: words always stand beside it."""
    sprite = bundle("icons.svg")
    if sprite is None:
        return Markup("")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        sprite, symbol
    )


def mark(label: str) -> Markup:
    """A kind's shape in its colour, for beside a name."""
    return Markup('<i class="mark m-{}" aria-hidden="true"></i>').format(KINDS[label].style)


def register_view(app: APIFlask) -> None:
    """Give templates the words, addresses and text filters."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        shown=view_text.shown,
        name=view_text.name,
        plain_name=view_text.plain_name,
        cells=view_text.cells,
        number=number,
    )

    # Globals and not a context processor: imported macros see only these.
    app.jinja_env.globals.update(
        t=t,
        words_of=words_of,
        coded=coded,
        counted=counted,
        to=to,
        here=here,
        lang_field=lang_field,
        carried=carried,
        as_of=as_of,
        counted_sources=counted_sources,
        source_years=source_years,
        switch_url=switch_url,
        node_url=node_url,
        place_url=place_url,
        signed_in=forms.signed_in,
        style=style,
        bundle=bundle,
        icon=icon,
        mark=mark,
        KINDS=view_words.KINDS,
        MARKS=view_words.MARKS,
        FLAGS=view_words.FLAGS,
        FINDING_KINDS=view_finding_words.FINDING_KINDS,
        FINDING_STATUS=view_finding_words.FINDING_STATUS,
        SUGGESTIONS=view_finding_words.SUGGESTIONS,
        SCOPES=view_words.SCOPES,
        SUBJECTS=view_words.SUBJECTS,
        DOCUMENT_KINDS=view_words.DOCUMENT_KINDS,
    )

    @app.context_processor
    def chosen() -> dict[str, Any]:
        theme = request.cookies.get("theme")
        return {"lang": language(), "theme": theme if theme in THEMES else None}
