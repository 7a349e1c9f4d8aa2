"""Twenty talks at once against the real server: how long a turn takes.

Run as `python -m tests.benchmarks.talks`; it prints a table. `--pause` is how long a user thinks between a reply and the next
message; 0 is no user but a flood, and told apart.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import quantiles

from tests.benchmarks.server import Server, encoded

TALKS = 20
_OPENING = (
    "灵宝的铸造厂，去年评的C，今年想升B",
    "郑州的铸造厂，想评绿色低碳工厂",
    "聊城的水泥厂，现在C，想升A",
    "开封的家具厂，想升B",
)
_TURNS = (
    "现在几级",
    "质量管理体系有证",
    "确认",
    "先跳过",
    "运输监管到B了，环境管理只够C级",
    "对",
    "为什么问这个",
    "需要哪些材料",
    "总结一下",
    "还差什么",
    "不清楚",
    "建筑密度42%",
    "对。现在多少分",
    "如果运输监管到A，能升几级",
)


def flooded(port: int, pause: float) -> list[float]:
    """Seconds of every turn of the talks, held at the same time."""
    taken: list[float] = []
    start = threading.Barrier(TALKS)

    def talk(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        path = "/api/v1/conversations"
        talk_id = _post(line, path, {"role": "consultant"})["id"]
        said = (_OPENING[number % len(_OPENING)], *_TURNS)
        start.wait()
        # Users do not start in step.
        time.sleep(pause * number / TALKS)
        for text in said:
            begun = time.perf_counter()
            _post(line, f"{path}/{talk_id}/messages", {"text": text})
            taken.append(time.perf_counter() - begun)
            time.sleep(pause)
        line.close()

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(TALKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _post(line: http.client.HTTPConnection, path: str, body: dict[str, str]) -> dict[str, str]:
    line.request("POST", path, encoded(body), {"Content-Type": "application/json"})
    answer = line.getresponse()
    content = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"{path} answered {answer.status}: {content[:300]!r}")
    found: dict[str, str] = json.loads(content)
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pause", type=float, action="append", help="seconds between reply and next message")
    parser.add_argument("--data", type=Path, help="folder with a search index; a new one is made without it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Server(asked.data or Path(folder)) as server:
        flooded(server.port, 0)
        sys.stdout.write("| pause | turns | p50 | p95 | max |\n| --- | --- | --- | --- | --- |\n")
        for pause in asked.pause or (2.0, 0.0):
            taken = flooded(server.port, pause)
            marks = quantiles(taken, n=100)
            told = " | ".join(f"{value * 1000:.0f} ms" for value in (marks[49], marks[94], max(taken)))
            sys.stdout.write(f"| {pause:g} s | {len(taken)} | {told} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
