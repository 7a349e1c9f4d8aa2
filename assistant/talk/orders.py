"""Orders to the record: what the program is told to write down, and not what is so."""

from __future__ import annotations

import re

from assistant.talk.reading import Understood
from knowledge.tokens import simplified

_LEDGER = r"(?:写|记|算|当|标|填|补|判|置|设|认|看|视|确认|登记|默认)(?:录|定|上)?(?:成|作|做|为(?!止|什么|啥|何|主|了))"
_VALUE = r"[“\"']?(?:全|都|已|是|我们|本厂)?(?:满足|不?通过|合格|达标|满分|优秀|引领|绿色|[A-Da-d](?![A-Za-z])|没有?|有|装|建|做|办|拿|换|过|齐|发生|met|pass)"
_ORDER = re.compile(
    rf"{_LEDGER}[^，。；\n]{{0,4}}{_VALUE}"
    r"|(?:你|系统)(?:就|自己|直接|给我|替我|帮我|自动|里)*(?:写|补|填|编|猜|估)(?!的|过|得|错|下[面来]|到)"
    r"|(?:帮|给|替)(?:我们?|俺们?|咱们?|厂里)?[^，。；\n]{0,6}(?:编(?!号|制)|瞎造|伪造|虚构|做假|补一?份假)"
    r"|当(?:作|成|它|做)?(?:没|从没|未)(?:有|发生|过|这回?事|看[见到])|当(?:它|作)?(?:没过期|有效)"
    r"|按(?:照)?(?:[A-Da-d]级?|记录|约定|规矩?外|这个?如果|上面|上述|刚才那个如果)[^，。；\n]{0,3}(?:算|确认|记|办|定)(?!的|了)"
    r"|(?:自动|一并|一律|统统|全部|直接)(?:都)?(?:确认|入账|通过|置)(?!的|了吗|吗)"
    r"|^\s*[\[{<#].*[\]}>:：]|\b\w+(?:\.\w+)?\s*={1,2}\s*(?:true|false|null|met|pass|\"|'|[A-D0-9])|\"\s*:\s*[\"{\[tfn0-9]",
    re.IGNORECASE | re.MULTILINE,
)


def without_orders(text: str, read: Understood) -> Understood:
    """What a message means; one that tells the program what to record is a demand, of which no fact is taken.

    Being told the state of things is what the program is for. Being told what to put down is not: 请记成装了 says
    nothing about whether it is there.
    """
    if read.intent not in ("tell", "confirm", "reject", "plan", "gaps") or not _ORDER.search(
        simplified(text)
    ):
        return read
    return Understood("demand", (), read.firm)
