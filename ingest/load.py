"""Loading files into a store: each file whole or not at all, and only when it has something new.

A file is known by its content. Read again with the same rules it is left as it is; with other rules, or
half-loaded by a run that was killed, it is loaded again; a file at a path where another content was
read before takes that one's place. A file that cannot be read is named with the reason; what an earlier
run loaded from that path stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from graph.errors import PingtaiError, StoreRefused, StoreUnavailable
from graph.sources import list_sources, remove_source, set_paths, write_source
from graph.store import Rows, Store
from ingest import readers
from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.lexicons import rules_version
from ingest.readers.raw import RawFile

Outcome = Literal["loaded", "unchanged", "partial", "failed"]
Progress = Callable[[Path, int, int], None]


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file. `counts` are its facts by kind and its statements."""

    path: Path
    outcome: Outcome
    reason: str = ""
    source: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The outcome as a line of the exchange format."""
        row: dict[str, Any] = {"file": str(self.path), "outcome": self.outcome}
        row |= {"reason": self.reason} if self.reason else {}
        row |= {"source": self.source} if self.source else {}
        return row | ({"counts": self.counts} if self.counts else {})


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files that are named, and in folders those of a known suffix, in order of their names. What tells
    about a folder (README) is not one of its documents."""
    seen: set[Path] = set()
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if _is_wanted(p)) if path.is_dir() else [path]
        for one in inside:
            if one not in seen:
                seen.add(one)
                yield one


def _is_wanted(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.parts[-2:])
    about_the_folder = path.stem.upper().startswith("README")
    known = path.suffix.lower() in readers.SUFFIXES
    return path.is_file() and known and not hidden and not about_the_folder


def ingest(
    store: Store,
    files: Iterable[Path],
    progress: Progress | None = None,
    comparing: Callable[[int], None] | None = None,
    names: Mapping[Path, str] | None = None,
) -> Iterator[FileOutcome]:
    """Load files one by one and tell what became of each; after the last, bring the findings of overlap up
    to date.

    progress: told (file, statements written, statements in all); comparing: told how many pairs of
    platforms were compared; names: what the owners call files that are kept under names of ours, because a
    name says what a roster lists and what its source is called. Raises StoreUnavailable and StoreRefused:
    without a store no file can load.
    """
    store.prepare()
    known = list_sources(store)
    for path in files:
        try:
            outcome = _ingest_one(store, path, known, progress, (names or {}).get(path))
        except (StoreUnavailable, StoreRefused):
            raise
        except PingtaiError as error:
            yield FileOutcome(path, "failed", _reason(error))
            continue
        if outcome.outcome != "unchanged":
            known = list_sources(store)
        yield outcome
    _remove_abandoned(store, known)
    # What was loaded, and what an earlier run that was killed left to do.
    from ingest.overlaps.refresh import refresh

    refresh(store, comparing)


def make_ready() -> None:
    """Import and read what the first file would wait for: spaCy, the lexicons, the taxonomy."""
    from ingest import overlaps  # noqa: F401 - imported for those who compare later
    from ingest.extract import facts_of
    from ingest.rows import to_batch

    text = "平台名称,依托单位,领域\n某某重点实验室,某某大学,海洋生物\n"
    document = readers.read_raw(RawFile(Path("first.csv"), text.encode(), "", "", ()))
    to_batch(document, facts_of(document), [])


def _reason(error: PingtaiError) -> str:
    if isinstance(error, UnreadableDocument):
        return f"{error.reason_zh} / {error.reason_en}"
    return str(error)


def _ingest_one(
    store: Store, path: Path, known: Rows, progress: Progress | None, name: str | None
) -> FileOutcome:
    raw = readers.open_raw(path)
    if name is not None:
        raw = replace(raw, path=Path(name))
    place = str(path.resolve())
    same = next((row for row in known if row["sha256"] == raw.sha256), None)
    paths = sorted({place, *(same["paths"] or [])}) if same else [place]
    if same and same["state"] == "loaded" and same["rules"] == rules_version():
        if paths != same["paths"] or str(raw.path) != same["given"]:
            set_paths(store, same["id"], paths, str(raw.path))
        _leave_path(store, place, same["id"], known)
        return FileOutcome(path, "unchanged", source=same["id"])
    # Only now is the pipeline needed, and spaCy takes a second to import.
    from ingest.extract import facts_of
    from ingest.rows import to_batch

    document = readers.read_raw(raw)
    facts = facts_of(document)
    batch = to_batch(document, facts, paths)

    def tell(done: int, total: int) -> None:
        if progress is not None:
            progress(path, done, total)

    write_source(store, batch, tell)
    _leave_path(store, place, batch.source_id, known)
    counts = dict(Counter(str(fact.kind) for fact in facts))
    counts["statements"] = len(batch.all_statements())
    return _told(path, document, batch.source_id, counts)


def _told(path: Path, document: Document, source: str, counts: dict[str, int]) -> FileOutcome:
    has_facts = any(kind not in ("statements", "flag") for kind in counts)
    reason = "" if has_facts else "没有读出任何事实 / no facts were found"
    return FileOutcome(path, "loaded", reason, source, dict(sorted(counts.items())), document.notes)


def _leave_path(store: Store, place: str, now: str, known: Rows) -> None:
    """Whatever was read at this path before is no longer there: forget the path, and the source with
    its last path."""
    for row in known:
        if row["id"] == now or place not in (row["paths"] or []):
            continue
        rest = [path for path in row["paths"] if path != place]
        if rest:
            set_paths(store, row["id"], rest)
        else:
            remove_source(store, row["id"])


def _remove_abandoned(store: Store, known: Rows) -> None:
    """Sources that a killed run left half-loaded and whose file is gone: nobody can finish them."""
    for row in known:
        if row["state"] == "loading" and not any(Path(p).exists() for p in row["paths"] or []):
            remove_source(store, row["id"])
