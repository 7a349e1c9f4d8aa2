"""The assistant as the page, the interface and the command line use it: bodies in, promised JSON out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from assistant.answering import Answerer
from assistant.assessing import Assessor
from assistant.attaching import Attachments
from assistant.bulk import targets_json
from assistant.chat_model import make_chat_model
from assistant.citing import Citer
from assistant.clause_reading import ClauseReader
from assistant.conversing import Talks
from assistant.curated.desk import Curated
from assistant.curated.opening import CuratedLookup
from assistant.documents import Document as Document
from assistant.errors import InputError
from assistant.helpdesk.attending import AttendedDialogue
from assistant.helpdesk.listening import OverheardAnswerer
from assistant.helpdesk.opening import open_helpdesk
from assistant.ingesting.desk import Documents
from assistant.ingesting.installed_texts import InstalledTexts
from assistant.installed import installed_scheme
from assistant.library import document_whole, library_entries
from assistant.model.proposing import Proposer
from assistant.plan_documents import plan_document
from assistant.portfolio.desk import Portfolio
from assistant.requests import read_ask, read_body
from assistant.schemes import scheme_on, scheme_summary
from assistant.search_setup import make_retriever, passages_of
from assistant.settings import Settings
from assistant.store.conversations import Conversations
from assistant.store.curated_answers import CuratedAnswers
from assistant.store.database import make_sessions, open_database
from assistant.talk.dialogue import Dialogue
from assistant.talk.ledger import facts_of
from assistant.trying import Trials
from knowledge.corpus import Corpus
from scoring import Pack, load_scheme, scheme_ids


class Assistant:
    """All parts wired together; nothing is opened before `prepare` or first use."""

    def __init__(self, settings: Settings | None = None, *, today: Callable[[], date] = date.today) -> None:
        self.settings = settings or Settings()
        self._today = today
        self.model = make_chat_model(self.settings)
        self._corpus: Corpus | None = None
        self._citer: Citer | None = None
        self._answerer: Answerer | None = None
        self._dialogue: Dialogue | None = None
        self._store: Conversations | None = None
        self._curated: Curated | None = None
        self._opening = threading.RLock()
        self.talks = Talks(lambda: self.store, lambda: self.dialogue, today=today)
        self._texts = InstalledTexts(self.settings)
        self.clauses = ClauseReader(self, today)
        self.firms = Portfolio(self, today)
        self.helpdesk = open_helpdesk(self, today)

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
        return OverheardAnswerer(corpus, retriever, citer, self.model, curated)

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
                self._curated = Curated(CuratedAnswers(sessions), lambda: self.corpus, today=self._today)
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
                attended = AttendedDialogue(self.packs(), self.answerer, self.citer, Proposer(self.model))
                self._dialogue = attended.attended_by(self.helpdesk.reception)
            return self._dialogue

    @property
    def trials(self) -> Trials:
        """Assessing on a day, trials, firmness and dossiers."""
        return Trials(self.corpus, self.citer, today=self._today, data_dir=self.settings.data_dir)

    @property
    def attachments(self) -> Attachments:
        """Files given as proof within a talk."""
        return Attachments(self.talks, self.documents.limits)

    def packs(self) -> tuple[Pack, ...]:
        """All schemes."""
        return tuple(installed_scheme(scheme, self.settings) for scheme in scheme_ids())

    def prepare(self) -> None:
        """Open everything, so that the first user does not wait."""
        answerer = self.answerer
        _ = self.store
        answerer.answer(read_ask({"question": "多少分可以推荐为绿色低碳工厂"}, self._today()))

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
        return library_entries(self.corpus, self._today())

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
        pack = self.trials.edition(scheme_id, body).pack
        return plan_document(Assessor(self.citer), pack, body, format, self._today())

    def targets(self, scheme_id: str, body: object) -> dict[str, Any]:
        """POST /schemes/{id}/targets."""
        return targets_json(load_scheme(scheme_id), self.packs(), body, self._today(), self.citer.rules)

    # --- conversations ---

    def start(self, body: object) -> dict[str, Any]:
        """POST /conversations."""
        return self.talks.start(body)

    def conversations(self) -> list[dict[str, Any]]:
        """The latest talks."""
        return self.talks.listed()

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        """GET /conversations/{id}."""
        return self.talks.whole(conversation_id)

    def say(self, conversation_id: str, body: object) -> dict[str, Any]:
        """POST /conversations/{id}/messages."""
        return self.talks.say(conversation_id, body)

    def confirm(self, conversation_id: str, body: object) -> dict[str, Any]:
        """POST /conversations/{id}/confirm."""
        return self.talks.confirm(conversation_id, body)

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
