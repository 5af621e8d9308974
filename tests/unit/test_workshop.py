"""Lock file, data dictionary, compose file and commands are what they should be."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from graph.schema import data_dictionary

ROOT = Path(__file__).resolve().parents[2]


def test_the_data_dictionary_is_current() -> None:
    written = (ROOT / "docs" / "DATA_DICTIONARY.md").read_text("utf-8")
    assert written == data_dictionary(), "make schema"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


#: What `make install` needs, and what `make scale` adds for very many platforms.
LOCKS = {
    "requirements.lock": ("py2neo", "dev"),
    "requirements-scale.lock": ("scale",),
    "requirements-bench.lock": ("bench",),
}


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_has_every_dependency_with_hashes_and_no_address(file: str) -> None:
    lock = (ROOT / file).read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert set(extras) == {extra for some in LOCKS.values() for extra in some}
    wanted = [*project["dependencies"], *(one for extra in LOCKS[file] for one in extras[extra])]
    names = {_normal(found) for found in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    missing = {name for one in wanted if (name := _name(one)) not in names}
    assert missing == set(), "make lock"
    assert "://" not in lock
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_the_lock_of_the_web_bundle_has_checksums_and_no_address() -> None:
    packages = json.loads((ROOT / "api/web/package-lock.json").read_text("utf-8"))["packages"]
    installed = [package for folder, package in packages.items() if folder]
    assert installed
    assert all("resolved" not in package and "integrity" in package for package in installed)


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return _normal(found[0])


def test_compose_publishes_on_loopback_only_and_has_no_password_of_its_own() -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    services = yaml.safe_load(text)["services"]
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert re.findall(r"NEO4J_PASSWORD[^}]*", text)
    assert ":-" not in "".join(re.findall(r"\$\{NEO4J_PASSWORD[^}]*\}", text))
    settings = services["neo4j"]["environment"]
    assert settings["NEO4J_dbms_security_allow__csv__import__from__file__urls"] == "false"
    assert services["pingtai"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


def test_every_make_target_has_help_in_both_languages() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    declared = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert declared is not None
    helped = dict(re.findall(r"^([a-z0-9]+):.*?## (.+)$", makefile, re.MULTILINE))
    assert set(declared[1].split()) == set(helped)
    for words in helped.values():
        assert re.search(r"[\u4e00-\u9fff]", words), words
        assert re.search(r"[A-Za-z]{3}", words), words


def test_the_ci_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_every_package_is_listed_for_the_wheel() -> None:
    listed = set(
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
            "packages"
        ]
    )
    own = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in ("graph", "ingest", "api")
        for path in (ROOT / top).rglob("__init__.py")
        if "node_modules" not in path.parts
    }
    assert own | {"cypher"} == listed
