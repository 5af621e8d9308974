"""What the project says of itself agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.cli import app
from graph.model import NODES, RELATIONSHIPS
from graph.queries import library
from ingest import lexicons

ROOT = Path(__file__).resolve().parents[2]


def _commands() -> set[str]:
    names = {c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands}
    return names | {group.name or "" for group in app.registered_groups}


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_commands_of_the_readme_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    used = set(re.findall(r"pingtai ([a-z]+)", text))
    assert used
    assert used <= _commands()


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_targets_of_the_readme_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    assert {"demo", "test"} <= set(re.findall(r"make ([a-z0-9-]+)", text)) <= targets


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_shows_pictures_that_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text)
    assert text.count("![") == len(shown) > 0, "each says in words what it shows"
    assert {file for _, file in shown} == {
        str(file.relative_to(ROOT)) for file in (ROOT / "docs" / "images").iterdir()
    }
    if name == "README.zh.md":
        assert all(re.search(r"[\u4e00-\u9fff]", words) for words, _ in shown)


@pytest.mark.parametrize("file", sorted((ROOT / "docs" / "images").glob("*")), ids=lambda f: f.name)
def test_a_picture_of_the_readme_is_small(file: Path) -> None:
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) < 200_000


def test_every_command_has_help_in_both_languages() -> None:
    for command in app.registered_commands:
        words = (command.callback.__doc__ or "") if command.callback else ""
        assert re.search(r"[\u4e00-\u9fff]", words), command.name
        assert re.search(r"[A-Za-z]{3}", words), command.name


def test_the_glossary_has_every_label_and_relationship() -> None:
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    missing = [n.label for n in NODES if f"`{n.label}`" not in text]
    missing += [r.name for r in RELATIONSHIPS if f"`{r.name}`" not in text]
    assert missing == []


def test_every_query_is_described_in_both_languages() -> None:
    for query in library():
        assert re.search(r"[\u4e00-\u9fff]", query.zh), query.name
        assert not re.search(r"[\u4e00-\u9fff]", query.en), query.name


def test_lexicons_agree_with_each_other() -> None:
    categories = lexicons.categories()
    for entry in lexicons.platform_types().values():
        assert entry.category is None or entry.category in categories
    assert set(lexicons.words("comparators", "side").values()) == {"before", "after", "unit"}
    names = {region.short for region in lexicons.regions() if region.parent is None}
    assert all(region.parent in names for region in lexicons.regions() if region.parent)
    assert lexicons.fields()


def test_nothing_speaks_of_the_machine_it_was_written_on() -> None:
    paths = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".ts", ".cypher"}]
    kept = [p for p in paths if not {".venv", "node_modules", ".neo4j"} & set(p.parts)]
    found = [
        p for p in kept if re.search(r"/(?:work|home/[a-z]+|tmp/probe)/", p.read_text("utf-8"))
    ]
    assert [p for p in found if p.name != "test_project.py"] == []
