"""Reads a file in a process of its own, so that no file can take the memory, the time or the life of the program.

Run as a program it is that process: limits first, then the file, then the parser over what was read.
"""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from knowledge.reading import errors
from knowledge.reading.document import Doubt, ReadDocument
from knowledge.reading.errors import CorruptFileError, ReadingError, ReadingTimeError, UnsafeFileError
from knowledge.reading.limits import Limits, Progress, Told

DEFAULT_LIMITS = Limits()
_ROOT = Path(__file__).parents[2]
_CORES = 2
_WRITES = 300 * 2**20
_PER_CHARACTER = 12
"""Bytes that one character of text takes in the answer at most."""
_OWN_SETTINGS = "LVPING_"


def read_confined(
    path: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    name: str | None = None,
    progress: Told | None = None,
) -> ReadDocument:
    """The same as ``knowledge.reading.read_file``, with time and memory bounded from outside.

    Args:
        path: where the file lies.
        limits: what is allowed of it; `seconds` and `memory` hold for the process.
        name: what the file is called where its path does not say so.
        progress: called behind each page of a PDF.

    Raises:
        ReadingError: one of its kinds; nothing was kept, and no process is left behind.
    """
    shown = name or path.name
    process = subprocess.Popen(
        [sys.executable, "-m", "knowledge.reading.confined"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    watch = _Watch(process, limits)
    try:
        wish = {"path": str(path.resolve()), "name": shown, "limits": asdict(limits)}
        _send(process, wish)
        last = _last_line(process, limits, watch, progress)
    finally:
        watch.close()
        _kill(process)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if watch.late.is_set() or -process.returncode == getattr(signal, "SIGXCPU", 0):
        raise ReadingTimeError(shown, f"读了 {watch.allowed:g} 秒还没有读完；单个文件最多读这么久")
    if "document" in last:
        return _document(last["document"])
    raise _told(shown, last, limits)


class _Watch:
    """Ends the process when its time is over; pages that must be recognised are given time of their own."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.late = threading.Event()
        self.allowed = limits.seconds
        self._process = process
        self._for_a_page = limits.scan_seconds
        self._scanned = 0
        self._begun = time.monotonic()
        self._timer = self._started()

    def heard(self, progress: Progress) -> None:
        """Allow the time of the pages that the reader has found to be pictures."""
        if progress.stage == "scan" and progress.total > self._scanned:
            self._timer.cancel()
            self.allowed += self._for_a_page * (progress.total - self._scanned)
            self._scanned = progress.total
            self._timer = self._started()

    def close(self) -> None:
        """Stop watching."""
        self._timer.cancel()

    def _started(self) -> threading.Timer:
        left = self._begun + self.allowed - time.monotonic()
        timer = threading.Timer(max(0.0, left), self._end)
        timer.start()
        return timer

    def _end(self) -> None:
        self.late.set()
        _kill(self._process)


def _document(told: dict[str, Any]) -> ReadDocument:
    doubts = tuple(Doubt(**entry | {"score": Decimal(entry["score"])}) for entry in told["doubts"])
    lists = {name: tuple(told[name]) for name in ("warnings", "scanned", "line_pages")} | {"doubts": doubts}
    return ReadDocument(**told | lists)


def _send(process: subprocess.Popen[bytes], wish: dict[str, Any]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(wish).encode())
        process.stdin.close()
    except BrokenPipeError:
        # It has ended before it was asked; what it left, nothing, says so.
        return


def _last_line(
    process: subprocess.Popen[bytes], limits: Limits, watch: _Watch, progress: Told | None
) -> dict[str, Any]:
    """The result that the process writes; empty when it ends without one or writes without end."""
    assert process.stdout is not None
    longest = limits.text * _PER_CHARACTER + 2**20
    while line := process.stdout.readline(longest):
        if not line.endswith(b"\n"):
            return {}
        told: dict[str, Any] = json.loads(line)
        if "progress" not in told:
            return told
        heard = Progress(**told["progress"])
        watch.heard(heard)
        if progress:
            progress(heard)
    return {}


def _told(name: str, last: dict[str, Any], limits: Limits) -> ReadingError:
    kind = last.get("error", "")
    if kind == "memory":
        return UnsafeFileError(
            name, f"要占用超过 {limits.memory // 2**20} MB 内存才能读；最多给这么多（疑似压缩炸弹）"
        )
    if kind == "nesting":
        return UnsafeFileError(name, "的内部结构嵌套过深；正常的文件不会这样")
    if kind == "fault":
        return CorruptFileError(name, "读到一半出错，内部结构有问题，无法读取")
    known = getattr(errors, kind, None)
    if isinstance(known, type) and issubclass(known, ReadingError):
        return known(name, last["told"])
    return UnsafeFileError(name, "让读取程序中途退出，没有读完；正常的文件不会这样")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and those it has started."""
    if process.poll() is not None and sys.platform == "win32":
        return
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            # The group of a process that has ended may still hold the one that opens a PDF.
            os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _environment() -> dict[str, str]:
    # Keys and addresses of this installation are no business of a file.
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_OWN_SETTINGS)}
    path = [str(_ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(path)}


# --- in the process ---


def main() -> int:
    """Read what stdin asks for and write the result as one line; 0 whatever it is."""
    wish = json.loads(sys.stdin.buffer.read())
    limits = Limits(**wish["limits"])
    _bound(limits, Path(wish["path"]))
    _write(_outcome(Path(wish["path"]), wish["name"], limits))
    return 0


def _bound(limits: Limits, path: Path) -> None:
    if sys.platform == "win32":
        return
    import resource

    # Every page of a PDF may turn out to be a picture; whoever waits outside counts those that are.
    scanned = limits.scan_seconds * limits.pages if _is_pdf(path) else 0.0
    seconds = math.ceil(limits.seconds + scanned) * _CORES + 1
    for kind, bound in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, _WRITES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        # The process that recognises pages may set a bound of its own up to the hard one.
        resource.setrlimit(kind, (allowed, hard))


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False


def _outcome(path: Path, name: str, limits: Limits) -> dict[str, Any]:
    try:
        from knowledge.parser import parse
        from knowledge.reading.files import read_file

        read = read_file(
            path, limits=limits, name=name, progress=lambda told: _write({"progress": asdict(told)})
        )
        # A text that the parser cannot get through must fail here and not where the corpus is loaded.
        parse("draft", read.text)
        return {"document": asdict(read)}
    except ReadingError as exc:
        return {"error": type(exc).__name__, "told": str(exc).removeprefix(f"文件“{exc.name}”")}
    except MemoryError:
        return {"error": "memory"}
    except RecursionError:
        return {"error": "nesting"}
    except Exception:
        # Whatever a damaged file makes a library raise, it is the file that is damaged.
        return {"error": "fault"}


def _write(entry: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(entry, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
