"""The assistant as the page, the interface and the command line use it: bodies in, promised JSON out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from assistant.answering import Answerer
from assistant.assessing import Assessor
from assistant.bulk import targets_json
from assistant.chat_model import make_chat_model
from assistant.citing import Citer
from assistant.curated.desk import Curated
from assistant.curated.opening import CuratedLookup
from assistant.documents import MEDIA
from assistant.documents import Document as Document
from assistant.errors import InputError
from assistant.ingesting.desk import Documents
from assistant.ingesting.installed_texts import InstalledTexts
from assistant.installed import installed_scheme
from assistant.library import document_summary, document_whole
from assistant.requests import ROLES, read_ask, read_body, read_enterprise, read_keys, read_text
from assistant.schemes import scheme_on, scheme_summary
from assistant.search_setup import make_retriever, passages_of
from assistant.settings import Settings
from assistant.store.conversations import Conversations, Turn
from assistant.store.curated_answers import CuratedAnswers
from assistant.store.database import make_sessions, open_database
from assistant.talk.dialogue import Dialogue
from assistant.talk.following import decided
from assistant.talk.ledger import facts_of
from assistant.talk.told import replied, whole_talk
from assistant.trying import Trials
from knowledge.corpus import Corpus
from prompts import FORMATS
from scoring import Pack, load_scheme, scheme_ids


class Assistant:
    """All parts wired together; nothing is opened before `prepare` or first use."""

    def __init__(self, settings: Settings | None = None, *, today: Callable[[], date] = date.today) -> None:
        self.settings = settings or Settings()
        self._today = today
        self._corpus: Corpus | None = None
        self._citer: Citer | None = None
        self._answerer: Answerer | None = None
        self._dialogue: Dialogue | None = None
        self._store: Conversations | None = None
        self._curated: Curated | None = None
        self._opening = threading.RLock()
        self._talks: dict[str, threading.Lock] = {}
        self._texts = InstalledTexts(self.settings)

    # --- parts, each opened once ---

    @property
    def corpus(self) -> Corpus:
        """The texts, those of the program and those confirmed here."""
        self._renew()
        with self._opening:
            if self._corpus is None:
                self._corpus = self._texts.load()
            return self._corpus

    @property
    def citer(self) -> Citer:
        """Makes citations; one for all, since it remembers where each quote stands."""
        self._renew()
        with self._opening:
            if self._citer is None:
                self._citer = Citer(self.corpus)
            return self._citer

    @property
    def answerer(self) -> Answerer:
        """Answers questions; opening it opens the index."""
        self._renew()
        with self._opening:
            if self._answerer is None:
                self._answerer = self._answerer_for(self.corpus, self.citer)
            return self._answerer

    def _answerer_for(self, corpus: Corpus, citer: Citer) -> Answerer:
        retriever = make_retriever(self.settings, corpus, passages_of(corpus, self.packs()))
        curated = CuratedLookup(self.settings.database, lambda: self.curated)
        return Answerer(corpus, retriever, citer, make_chat_model(self.settings), curated)

    def _renew(self) -> None:
        """Take over texts that were confirmed or removed since; the old parts answer others until the new ones stand."""

        def parts(corpus: Corpus) -> tuple[Corpus, Citer, Answerer | None]:
            citer = Citer(corpus)
            return corpus, citer, self._answerer_for(corpus, citer) if self._answerer else None

        if (new := self._texts.renewed(parts)) is not None:
            with self._opening:
                self._corpus, self._citer, self._answerer = new
                self._dialogue = None

    @property
    def documents(self) -> Documents:
        """Ingesting: drafts, their confirmation and removal."""
        return Documents(self.settings, lambda: self.corpus, today=self._today)

    @property
    def store(self) -> Conversations:
        """The talks; opening it migrates the database."""
        with self._opening:
            if self._store is None:
                sessions = make_sessions(open_database(self.settings.database))
                store = Conversations(sessions)
                store.ensure_organisation()
                answers = CuratedAnswers(sessions)
                self._curated = Curated(answers, lambda: self.corpus, today=self._today)
                self._store = store
            return self._store

    @property
    def curated(self) -> Curated:
        """The approved answers, which come before composed ones."""
        _ = self.store
        assert self._curated is not None
        return self._curated

    @property
    def dialogue(self) -> Dialogue:
        """Turns messages into turns; one for all talks, since it holds no state of any."""
        self._renew()
        with self._opening:
            if self._dialogue is None:
                self._dialogue = Dialogue(self.packs(), self.answerer, self.citer)
            return self._dialogue

    @property
    def trials(self) -> Trials:
        """Assessing on a day, trials, firmness and dossiers."""
        return Trials(self.corpus, self.citer, today=self._today, data_dir=self.settings.data_dir)

    def packs(self) -> tuple[Pack, ...]:
        """All schemes."""
        return tuple(installed_scheme(scheme, self.settings) for scheme in scheme_ids())

    def prepare(self) -> None:
        """Open everything, so that the first user does not wait."""
        _ = self.store
        self.answerer.answer(read_ask({"question": "多少分可以推荐为绿色低碳工厂"}, self._today()))

    def health(self) -> dict[str, Any]:
        """What is running."""
        return {
            "status": "ok",
            "documents": len(self.corpus.documents),
            "schemes": len(scheme_ids()),
            "corpus_sha256": self.corpus.sha256,
            "model": self.settings.llm_model,
        }

    # --- asking and the library ---

    def ask(self, body: object) -> dict[str, Any]:
        """POST /ask."""
        return self.answerer.answer(read_ask(body, self._today())).as_json()

    def library(self) -> list[dict[str, Any]]:
        """All texts, without their words."""
        return [document_summary(document, self._today()) for document in self.corpus.documents]

    def document(self, document_id: str) -> dict[str, Any]:
        """One text, whole."""
        return document_whole(self.corpus, document_id, self._today())

    # --- schemes ---

    def schemes(self) -> list[dict[str, Any]]:
        """All schemes in short."""
        return [scheme_summary(pack) for pack in self.packs()]

    def scheme(self, scheme_id: str) -> dict[str, Any]:
        """One scheme with its items and what its text fixes beside them."""
        return scheme_on(scheme_id, self.citer, self._today(), self.settings)

    def assess(self, scheme_id: str, body: object) -> dict[str, Any]:
        """POST /schemes/{id}/assess."""
        return self.trials.assess(scheme_id, body)

    def gaps(self, scheme_id: str, body: object) -> dict[str, Any]:
        """POST /schemes/{id}/gaps."""
        return Assessor(self.citer).gaps(self.trials.edition(scheme_id, body).pack, body, self._today())

    def plan(self, scheme_id: str, body: object) -> dict[str, Any]:
        """POST /schemes/{id}/plan."""
        return self.trials.plan(scheme_id, body)

    def plan_document(self, scheme_id: str, body: object, format: str) -> Document:
        """POST /schemes/{id}/plan?format=."""
        if format not in FORMATS:
            raise InputError(f"不支持的格式“{format[:20]}”；可用：{'、'.join(FORMATS)}")
        pack = self.trials.edition(scheme_id, body).pack
        content = Assessor(self.citer).plan_document(pack, body, format, self._today())
        firm = read_enterprise(body.get("enterprise") if isinstance(body, Mapping) else None)
        name = "".join(char for char in (firm["name"] or pack.title) if char not in '\\/:*?"<>|\r\n')
        return Document(content, MEDIA[format], f"{name}提升方案.{format}")

    def targets(self, scheme_id: str, body: object) -> dict[str, Any]:
        """POST /schemes/{id}/targets."""
        return targets_json(load_scheme(scheme_id), self.packs(), body, self._today(), self.citer.rules)

    # --- conversations ---

    def start(self, body: object) -> dict[str, Any]:
        """POST /conversations."""
        fields = read_body(body, ("scheme", "enterprise", "role"))
        scheme, role = fields.get("scheme"), fields.get("role") or "officer"
        if scheme is not None:
            if not isinstance(scheme, str):
                raise InputError("scheme：应为方案编号或 null")
            load_scheme(scheme)
        if role not in ROLES:
            raise InputError(f"role 为“{str(role)[:20]}”；应为 {'、'.join(ROLES)} 之一")
        return {"id": self.store.start(scheme, role, read_enterprise(fields.get("enterprise")))}

    def conversations(self) -> list[dict[str, Any]]:
        """The latest talks."""
        talks = self.store.listed()
        for talk in talks:
            title = load_scheme(talk["scheme"]).title if talk["scheme"] in scheme_ids() else "规定问答"
            talk["scheme_title"] = title
            talk["title"] = talk["enterprise"]["name"] or talk["enterprise"]["region"] or title
        return talks

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        """GET /conversations/{id}."""
        talk = self.store.load(conversation_id)
        result = self.dialogue.assessment(talk, self._today())
        return whole_talk(talk, load_scheme(talk.scheme) if talk.scheme else None, result)

    def say(self, conversation_id: str, body: object) -> dict[str, Any]:
        """POST /conversations/{id}/messages."""
        text = read_text(read_body(body, ("text",)).get("text"), "text")
        with self._lock(conversation_id):
            talk = self.store.load(conversation_id)
            turn = self.dialogue.turn(talk, text, self._today())
            self.store.write(conversation_id, turn)
            return self._replied(conversation_id, turn)

    def confirm(self, conversation_id: str, body: object) -> dict[str, Any]:
        """POST /conversations/{id}/confirm."""
        fields = read_body(body, ("accept", "reject"))
        accept, reject = read_keys(fields.get("accept"), "accept"), read_keys(fields.get("reject"), "reject")
        if not accept and not reject:
            raise InputError(
                'accept 和 reject 都是空的；请列出要确认或不要的条目编号，例如 {"accept": ["p1"]}'
            )
        if set(accept) & set(reject):
            raise InputError("同一条不能既确认又不要；请从 accept 或 reject 中去掉一个")
        with self._lock(conversation_id):
            before = self.store.load(conversation_id)
            known = {entry["key"]: entry["state"] for entry in before.ledger}
            # Asking twice for the same thing changes nothing: a page that lost the answer may send it again.
            again = all(known.get(k) == "confirmed" for k in accept) and all(
                known.get(k) == "rejected" for k in reject
            )
            if again:
                return self._replied(conversation_id, Turn())
            after = decided(before, accept, reject)
            turn = self.dialogue.confirmed_reply(after, self._today())
            turn.accept, turn.reject = accept, reject
            self.store.write(conversation_id, turn)
            return self._replied(conversation_id, turn)

    def conversation_plan(
        self, conversation_id: str, body: object, format: str | None
    ) -> dict[str, Any] | Document:
        """POST /conversations/{id}/plan: the plan on the confirmed facts."""
        talk = self.store.load(conversation_id)
        if talk.scheme is None:
            raise InputError("这个对话还没有选定方案，不能出提升方案；请先说明按哪个方案评")
        pack = load_scheme(talk.scheme)
        wishes = dict(read_body(body or {}, ("target", "measures", "budget", "deadline", "objective")))
        firm = dict(talk.firm)
        if "target" not in wishes and firm.get("target") in (*pack.rungs[:-1], *pack.leading_rungs[:1]):
            wishes["target"] = firm["target"]
        whole = {**wishes, "facts": facts_of(pack, talk.confirmed, firm), "enterprise": firm}
        return self.plan(pack.id, whole) if format is None else self.plan_document(pack.id, whole, format)

    def _lock(self, conversation_id: str) -> threading.Lock:
        with self._opening:
            return self._talks.setdefault(conversation_id, threading.Lock())

    def _replied(self, conversation_id: str, turn: Turn) -> dict[str, Any]:
        talk = self.store.load(conversation_id)
        result = self.dialogue.assessment(talk, self._today())
        return replied(turn, talk, result)
