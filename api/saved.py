"""Queries that persons saved: a name, a named query and its values, in a file beside the store.

The address `/saved/SLUG` stays good as long as the query is kept. Saving the same again changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from api.whole_file import write_whole
from graph.errors import BadParameter, NotFound, PingtaiError

_MOST = 500
_LONGEST_NAME = 80


class SavedUnreadable(PingtaiError):
    """The file of saved queries cannot be read."""

    status = 503
    kind = "saved-unreadable"


@dataclass(frozen=True)
class SavedQuery:
    """A saved query; `values` are the words of each parameter as the address gives them, `by` says who saved
    it where that is known, `saved_at` when (UTC, ISO)."""

    slug: str
    name: str
    query: str
    values: dict[str, list[str]]
    by: str
    saved_at: str


def saved_path(folder: Path | None) -> Path | None:
    """Where saved queries are kept: PINGTAI_SAVED, else a file beside the embedded store's folder; None for a
    Neo4j without that setting."""
    if named := os.environ.get("PINGTAI_SAVED"):
        return Path(named)
    return None if folder is None else folder.with_name(f"{folder.name}.saved.json")


class SavedQueries:
    """The saved queries of a store."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def all(self) -> list[SavedQuery]:
        """All of them, the latest first. Raises SavedUnreadable."""
        return sorted(self._read().values(), key=lambda one: (one.saved_at, one.slug), reverse=True)

    def get(self, slug: str) -> SavedQuery:
        """One of them. Raises NotFound, SavedUnreadable."""
        try:
            return self._read()[slug]
        except KeyError:
            raise NotFound(
                f"没有保存的查询 {slug}，可能已删除。", f"There is no saved query {slug}."
            ) from None

    def keep(
        self, name: str, query: str, values: Mapping[str, list[str]], by: str = ""
    ) -> SavedQuery:
        """Save a query under a name. Raises BadParameter, SavedUnreadable."""
        name = name.strip()
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise BadParameter(
                f"请给保存的查询起名，1 到 {_LONGEST_NAME} 个可见字符。",
                f"A saved query needs a name of 1 to {_LONGEST_NAME} visible characters.",
            )
        words = json.dumps([name, query, dict(values)], sort_keys=True)
        slug = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        one = SavedQuery(slug, name, query, dict(values), by, now)

        def added(known: dict[str, SavedQuery]) -> dict[str, SavedQuery]:
            if slug not in known and len(known) >= _MOST:
                raise BadParameter(
                    f"最多保存 {_MOST} 个查询，请先删除不用的。",
                    f"At most {_MOST} queries are kept; delete some first.",
                )
            return known if slug in known else {**known, slug: one}

        return self._change(added)[slug]

    def delete(self, slug: str) -> None:
        """Forget a saved query. Raises NotFound, SavedUnreadable."""
        self.get(slug)
        self._change(lambda known: {key: one for key, one in known.items() if key != slug})

    def _read(self) -> dict[str, SavedQuery]:
        if self.path is None:
            return {}
        try:
            rows = json.loads(self.path.read_text("utf-8"))["saved"]
            return {row["slug"]: SavedQuery(**row) for row in rows}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError):
            raise SavedUnreadable(
                "保存的查询不能读取；请检查 PINGTAI_SAVED 所指的文件。",
                "The saved queries cannot be read; check the file that PINGTAI_SAVED names.",
            ) from None

    def _change(
        self, change: Callable[[dict[str, SavedQuery]], dict[str, SavedQuery]]
    ) -> dict[str, SavedQuery]:
        if self.path is None:
            raise BadParameter(
                "请用环境变量 PINGTAI_SAVED 写明保存查询的文件。",
                "Say with PINGTAI_SAVED where saved queries are kept.",
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.path}.lock", mode=0o600):
            changed = change(self._read())
            rows = [asdict(one) for one in changed.values()]
            kept = json.dumps({"saved": rows}, ensure_ascii=False, indent=1)
            write_whole(self.path, kept.encode("utf-8"))
        return changed
