"""A yes or no stands before a quote only where it answers what was asked."""

from __future__ import annotations

import pytest

from assistant.focus import verdict_word
from knowledge.query import understand

AUTONOMOUS = "A 级企业，在重污染天气预警期间，可自主采取减排措施"
BARRED = "逾期未确定的不再纳入保障类企业"
BOTH = "可以补报一次，补报后仍不符合的不得申报"
EXEMPT = "A类是国家标杆企业，可以豁免橙色甚至红色管控；B类是省级标杆企业，可豁免黄色甚至橙色管控"
BEST_ONLY = "存在环境违法行为的，当年不得申报A级、B（含B-）级、引领性企业"
PASSING = "得分85分（含）以上的，可以推荐为市级绿色低碳工厂"
CONDITION = "市级绿色低碳工厂作为省级绿色工厂初审推荐的前置条件，在申报无废工厂时予以优先支持"
DUTY = "企业应当按绩效分级指标提交材料"


@pytest.mark.parametrize(
    ("text", "question", "word"),
    [
        (AUTONOMOUS, "A级企业预警时可以自主采取减排措施吗", "可以"),
        (AUTONOMOUS, "A级企业红色预警要停产吗", ""),
        (AUTONOMOUS, "A级企业会不会被停产", ""),
        (BARRED, "逾期未确定的还能纳入保障类企业吗", "不可以"),
        (BARRED, "过期了还能进保障清单吗", "不可以"),
        (BARRED, "过期了要不要重新报", ""),
        (BOTH, "没通过还能再报吗", ""),
        (EXEMPT, "B类能豁免橙色吗", "可以"),
        (EXEMPT, "B类能豁免红色吗", ""),
        (EXEMPT, "C类能豁免橙色吗", ""),
        (BEST_ONLY, "有违法行为还能申报B级吗", "不可以"),
        (BEST_ONLY, "有违法行为还能申报C级吗", ""),
        (PASSING, "85分以上能推荐吗", "可以"),
        (PASSING, "85分以下能推荐吗", ""),
        (PASSING, "80分能推荐吗", ""),
        (DUTY, "要不要交材料", ""),
        (CONDITION, "市级的没拿，能一步到位报省级绿色工厂吗", ""),
        (DUTY, "能不能不交材料", ""),
        (AUTONOMOUS, "A级企业预警时怎么减排", ""),
    ],
)
def test_leave_is_answered_where_it_was_asked_for(text: str, question: str, word: str) -> None:
    assert verdict_word(text, understand(question)) == word
