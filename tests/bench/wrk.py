"""Requests a second and latencies as `wrk` measures them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS, _THREADS = 16, 2
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
#: Each thread of wrk has a state of its own; so that no address is asked for twice, each takes its share.
_SCRIPT = """
local number, threads = 0, {threads}
function setup(thread) thread:set("id", number); number = number + 1 end
local paths, at = {{}}, 0
function init(args)
  for line in io.lines("{addresses}") do paths[#paths + 1] = line end
  at = id
end
function request()
  local path = paths[at % #paths + 1]
  at = at + threads
  return wrk.format("GET", path)
end
"""


@dataclass(frozen=True)
class Figures:
    """Requests a second, and milliseconds that half and 99 of 100 requests stay below; `failed` answers were
    no 200."""

    rate: float
    p50: float
    p99: float
    failed: int


def is_here() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def press(url: str, paths: Sequence[str], seconds: int, folder: Path) -> Figures:
    """Ask a server for these paths in turn, with sixteen connections, for so many seconds."""
    addresses, script = folder / "addresses.txt", folder / "paths.lua"
    addresses.write_text("".join(f"{path}\n" for path in paths), "utf-8")
    script.write_text(_SCRIPT.format(threads=_THREADS, addresses=addresses), "utf-8")
    options = [
        f"-t{_THREADS}",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "--timeout",
        "30s",
    ]
    command = ["wrk", *options, "-s", str(script), url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return read(told)


def read(told: str) -> Figures:
    """The figures that wrk prints."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert rate is not None, told
    failed = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    failed += sum(int(number) for number in re.findall(r"(?:connect|read|timeout) (\d+)", told))
    return Figures(float(rate[1]), _latency(told, 50), _latency(told, 99), failed)


def _latency(told: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", told, re.MULTILINE)
    assert found is not None, told
    return float(found[1]) * _UNITS[found[2]]
