"""Whether questions are recorded at all."""

from __future__ import annotations

from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class InboxSettings(BaseSettings):
    """Names are the environment variables without the prefix LVPING_."""

    model_config = SettingsConfigDict(env_prefix="LVPING_", extra="ignore")

    inbox: Literal["on", "off"] = "on"
    """off: nothing that is asked is recorded or counted, and nothing can be handed over."""
