"""What the characters of a text stand for where it is written in traditional ones or was read by a machine.

Search and structure go by what is meant; what is shown and quoted stays as it is printed.
"""

from __future__ import annotations

import re

from knowledge.tokens import simplified

_TRADITIONAL = re.compile(r"[條節編號關於發為應將區縣級評規實業環錄項單位際無際對報]")
_LEAST_TRADITIONAL = 8
_UNIT = "年月日曰个天分"
_SLIP = re.compile(
    rf"(?<=[\d〔(（\[])[OoＯ](?=[\dOolI〕)）\]{_UNIT}])|(?<=\d[OoＯ])[OoＯ](?=[\d{_UNIT}])"
    rf"|(?<=\d)[OoＯ](?=[〕)）\]{_UNIT}%])|(?<![A-Za-z\d])[lI](?=\d{{0,3}}[{_UNIT}])"
    rf"|(?<![A-Za-z])[lI](?=\d{{1,3}}[{_UNIT}])|(?<=\d)[lI](?=[\d〕)）\]{_UNIT}])|(?<=[\dOolI])曰|(?<=工作)曰"
)
_MEANT = {"O": "0", "o": "0", "Ｏ": "0", "l": "1", "I": "1", "曰": "日"}


def as_meant(text: str) -> str:
    """The text with simplified characters and with the figures that a scan took for letters, character for character.

    A text that has neither comes back as it is.

    >>> as_meant("每年6月2O曰前，l5个工作曰内，CO2浓度")
    '每年6月20日前，15个工作日内，CO2浓度'
    """
    if len(_TRADITIONAL.findall(text)) >= _LEAST_TRADITIONAL:
        text = simplified(text)
    for _ in range(2):
        # One slip beside another is seen once the first is put right.
        text = _SLIP.sub(lambda found: _MEANT[found.group()], text)
    return text


def slips(text: str) -> tuple[tuple[str, str], ...]:
    """What looks like slips of a scanner: the run of characters as printed and as it is meant, each once."""
    meant = text
    for _ in range(2):
        meant = _SLIP.sub(lambda found: _MEANT[found.group()], meant)
    found: dict[str, str] = {}
    for run in re.finditer(r"[\dOoＯlI曰年月日〔〕个天分]+", text):
        if re.search(r"\d", run.group()) and (read := meant[run.start() : run.end()]) != run.group():
            found.setdefault(run.group(), read)
    return tuple(found.items())
