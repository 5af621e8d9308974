"""The colours of api/styles/tokens.css: every text and every kind can be told from what it stands on."""

from __future__ import annotations

import re
from itertools import combinations, product

import pytest
from coloraide import Color

from api.view import STYLES
from api.view_words import KINDS

_TEXT = (STYLES / "tokens.css").read_text("utf-8")
_BLOCK = re.compile(r"(?P<selector>:root[^{]*)\{(?P<body>[^}]*)\}")
_TOKEN = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>#[0-9a-f]{6,8});")
_LIGHT = ":root"
_BY_SYSTEM = ':root:not([data-theme="light"])'
_BY_CHOICE = ':root[data-theme="dark"]'


def _themes() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for block in _BLOCK.finditer(_TEXT):
        tokens = {one["name"]: one["value"] for one in _TOKEN.finditer(block["body"])}
        found.setdefault(block["selector"].strip(), {}).update(tokens)
    return found


THEMES = _themes()
NAMED = {"light": THEMES[_LIGHT], "dark": THEMES[_BY_CHOICE]}


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in range(1, len(colour), 2))


def _over(colour: str, ground: str) -> str:
    """A colour with an alpha channel as it looks on a ground."""
    *front, alpha = _channels(colour) if len(colour) == 9 else (*_channels(colour), 1.0)
    mixed = (a * alpha + b * (1 - alpha) for a, b in zip(front, _channels(ground), strict=True))
    return "#" + "".join(f"{round(one * 255):02x}" for one in mixed)


def _luminance(colour: str) -> float:
    linear = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    )
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two opaque colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_both_dark_themes_are_alike() -> None:
    assert THEMES[_BY_SYSTEM] == THEMES[_BY_CHOICE]


def test_every_token_has_a_value_in_both_themes() -> None:
    assert set(THEMES[_LIGHT]) == set(THEMES[_BY_CHOICE])


def test_no_other_style_sheet_names_a_colour() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    for path in sorted(STYLES.glob("*.css")):
        if path.name != "tokens.css":
            assert not colour.findall(path.read_text("utf-8")), path.name


_TEXTS = (
    *product(("ink", "ink-2", "ink-3"), ("bg", "surface", "sunken", "h0", "canvas")),
    *product(("accent",), ("bg", "surface", "sunken", "h0", "accent-tint")),
    *product(("ink", "ink-2"), ("accent-tint",)),
    ("ink", "warn-tint"),
    *product(("ok", "warn"), ("h0", "bg")),
    ("warn", "warn-tint"),
    ("warn", "surface"),
    ("ok", "ok-tint"),
    ("ok", "surface"),
    ("bad", "bad-tint"),
    ("on-accent", "accent"),
    ("on-seal", "seal"),
    ("seal-ink", "surface"),
    *(("on-heat-low", f"heat-{step}") for step in range(1, 5)),
    *(("on-heat-high", f"heat-{step}") for step in range(5, 9)),
)


@pytest.mark.parametrize("theme", NAMED)
@pytest.mark.parametrize(("text", "surface"), _TEXTS)
def test_text_is_readable(theme: str, text: str, surface: str) -> None:
    tokens = NAMED[theme]
    assert contrast(tokens[text], tokens[surface]) >= 4.6


_KIND_TOKENS = sorted(name for name in NAMED["light"] if name.startswith("k-") and name != "k-icon")


@pytest.mark.parametrize("theme", NAMED)
@pytest.mark.parametrize("kind", _KIND_TOKENS)
def test_a_kind_stands_out_and_its_icon_on_it(theme: str, kind: str) -> None:
    tokens = NAMED[theme]
    assert round(contrast(tokens[kind], tokens["canvas"]), 1) >= 5.0
    assert contrast(tokens[kind], tokens["surface"]) >= 4.6
    assert round(contrast(tokens["k-icon"], tokens[kind]), 1) >= 5.1


#: The smallest CIEDE2000 difference between two kinds, by how the eye sees (Machado's model, full strength).
_APART = {
    ("light", "normal"): 15.3,
    ("light", "protan"): 10.4,
    ("light", "deutan"): 11.1,
    ("light", "tritan"): 12.4,
    ("dark", "normal"): 13.0,
    ("dark", "protan"): 8.9,
    ("dark", "deutan"): 8.6,
    ("dark", "tritan"): 9.1,
}


@pytest.mark.parametrize(("theme", "sight"), _APART)
def test_kinds_are_told_apart_whatever_the_eye(theme: str, sight: str) -> None:
    colours = [Color(NAMED[theme][kind]) for kind in _KIND_TOKENS]
    if sight != "normal":
        colours = [one.filter(sight, method="machado").clip("srgb") for one in colours]
    least = min(a.delta_e(b, method="2000") for a, b in combinations(colours, 2))
    assert round(least, 1) >= _APART[theme, sight]


def test_the_measure_of_difference_is_that_of_the_literature() -> None:
    # The first pair of Sharma, Wu and Dalal's test data for CIEDE2000.
    one, other = Color("lab-d65", [50, 2.6772, -79.7751]), Color("lab-d65", [50, 0, -82.7485])
    assert one.delta_e(other, method="2000") == pytest.approx(2.0425, abs=0.0001)


@pytest.mark.parametrize("theme", NAMED)
@pytest.mark.parametrize("kind", _KIND_TOKENS)
def test_a_quote_is_readable_on_its_tint(theme: str, kind: str) -> None:
    tokens = NAMED[theme]
    ground = _over(tokens[kind.replace("k-", "t-", 1)], tokens["surface"])
    assert contrast(tokens["ink"], ground) >= 4.6


def test_every_kind_has_a_shape() -> None:
    text = (STYLES / "marks.css").read_text("utf-8")
    for kind in KINDS.values():
        assert re.search(rf"\.m-{kind.style}\b", text), kind.label
