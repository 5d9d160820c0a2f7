"""Which kind of body a word or a name means: a guess, which somebody looks at."""

from collections import Counter

from kyodo_portal.common.japanese.legal_forms import without_legal_form
from kyodo_portal.common.lists.search import fold

from .kind import PartnerKind

_KINDS = {
    PartnerKind.NEIGHBOURHOOD: "町内会 自治会 行政区 区会 町会", PartnerKind.COMMUNITY: "地域振興会 コミュニティ 振興協議会 まちづくり協議会",
    PartnerKind.NPO: "npo 特定非営利", PartnerKind.CIVIC: "市民活動 ボランティア 任意団体 市民団体 の会 サークル クラブ",
    PartnerKind.COMPANY: "企業 事業者 会社 株式 有限 商店 民間 銀行 組合", PartnerKind.SCHOOL: "学校 大学 高校 中学 小学 高専 学園",
    PartnerKind.SUPPORT: "中間支援 支援センター", PartnerKind.COMMITTEE: "実行委員会 協議会", PartnerKind.WELFARE: "社会福祉 福祉会 社協",
    PartnerKind.CITIZEN: "個人 市民（個人） 公募市民", PartnerKind.OTHER: "その他 そのほか",
}  # fmt: skip


def kind_guessed(word):
    """The PartnerKind that a word or a name of a body means; "" where no guess can be made."""
    folded = fold(word)
    found = Counter()
    for code, words in _KINDS.items():
        if folded == fold(PartnerKind(code).label):
            return str(code)
        for part in words.split():
            if fold(part) in folded:
                found[str(code)] = max(found[str(code)], len(part))
    return found.most_common(1)[0][0] if found else ""


def said_with_npo(name, kind):
    """The ways in which people write the name of an NPO法人, whether or not it stands in the name: 「雪」 is looked for as NPO法人雪."""
    bare = without_legal_form(name).strip()
    return (f"NPO{bare}", f"NPO法人{bare}") if kind == PartnerKind.NPO and bare else ()
