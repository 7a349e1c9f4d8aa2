"""What starting needed is given back."""

from __future__ import annotations

import ctypes

import pytest

from web.memory import give_back


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise OSError(name)

    give_back()
    monkeypatch.setattr(ctypes, "CDLL", absent)
    give_back()
