"""Settings from the environment; every one has a default that works offline."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Names are the environment variables without the prefix LVPING_."""

    model_config = SettingsConfigDict(env_prefix="LVPING_", extra="ignore")

    data_dir: Path = Path("data")
    """Folder of the database and the search index."""
    database_url: str | None = None
    """SQLAlchemy URL; unset: SQLite in the data folder."""
    chroma_url: str | None = None
    """A Chroma server; unset: embedded, in the data folder."""
    embedding_model: str | None = None
    """A sentence-transformers model, path or hub name; unset: the bundled encoder."""
    llm_base_url: str | None = None
    """An OpenAI-compatible service; unset: no language model."""
    llm_model: str | None = None
    llm_api_key: str | None = None
    llm_seconds: float = 12.0
    """The longest that a reply waits for the model's words, retries included; understanding has half of it."""
    llm_at_once: int = 4
    """Askings at the same time; whoever comes then gets the composed answer."""
    llm_per_minute: int | None = None
    """Askings a minute; unset: as many as come."""

    @property
    def database(self) -> str:
        """The URL in use."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'lvping.sqlite3').as_posix()}"

    @property
    def index_dir(self) -> Path:
        """Folder of the embedded vector index."""
        return self.data_dir / "index"

    @property
    def documents_dir(self) -> Path:
        """Folder of ingested texts."""
        return self.data_dir / "documents"

    @property
    def indicators_drafts(self) -> Path:
        """Folder of imported indicator packs that nobody has checked yet."""
        return self.data_dir / "indicators" / "drafts"

    @property
    def indicators_active(self) -> Path:
        """Folder of indicator packs that are used beside those of the program."""
        return self.data_dir / "indicators" / "active"
