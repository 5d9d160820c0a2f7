"""What the columns and words of an old table mean: guesses, which the secretariat looks at and puts right."""

import re
from collections import Counter

from guidelines.models import FormCode
from kyodo_portal.common.lists.search import fold
from partners.models import PartnerKind

from .models import Counted
from .old_tables import HEAD_WITHIN

UNUSED = ""
# target: (what the page calls it, the words of headings that mean it, folded by `_plain`)
TARGETS = {
    "title": (
        "名前（事業の名）",
        "事業名 事業名称 協働事業名 事業の名称 件名 名称 取組名 取組 事業 活動名 名前 協働の名前 事業・活動名",
    ),
    "partners": (
        "相手",
        "相手 協働の相手 協働相手 相手方 団体名 協働団体 団体 パートナー 実施主体 相手先 協働の相手方 協働の主体 団体等の名称",
    ),
    "kind": ("相手の種類", "相手の種類 団体の種類 種類 主体 主体区分 団体区分 相手の区分 主体の種類 協働の相手の種類"),
    "form": ("形態", "形態 協働の形態 協働形態 手法 協働の手法 形態区分 区分"),
    "also": ("ほかの形態", "ほかの形態 その他の形態"),
    "office": ("担当課", "担当課 所管課 担当 担当部署 課名 所管 部署 担当課名 所管課名 課・係"),
    "number": ("番号", "番号 no 整理番号 台帳番号 通番 通し番号"),
    "city_cost": ("市の負担（円）", "市の負担 市負担額 市の負担額 事業費 決算額 予算額 金額 市の経費 市の負担円"),
    "city_cost_k": ("市の負担（千円）", "市の負担千円 事業費千円 決算額千円 予算額千円 金額千円 市負担額千円"),
    "group_cost": ("相手の負担（円）", "相手の負担 団体の負担 団体負担額 相手方負担額"),
    "people": ("参加した人数", "人数 参加者数 参加人数 参加した人数 参加者 延べ人数 のべ人数"),
    "content": ("内容", "内容 事業内容 事業概要 概要 活動内容 協働の内容 事業の内容"),
    "field": ("分野", "分野 活動分野"),
    "area": ("地域", "地域 地区 活動地域 実施地域"),
    "mark_form": ("形態の印（見出しが形態の名）", ""),
    "mark_kind": ("相手の種類の印（見出しが種類の名）", ""),
    "extra": ("そのまま残す（公開）", ""),
}
# Headings under which people stand, and how they are reached: never kept, and no choice makes them public.
PERSONAL = re.compile("代表|氏名|担当者|電話|tel|fax|住所|所在地|メール|mail|連絡先|生年月日|口座")
MANY = ("kind", "also", "field", "area", "mark_form", "mark_kind", "extra")  # what several columns may be
_DIVIDED = re.compile(r"[、，,／/;；\n]|(?:および|及び|並びに)")
_FORMS = {
    FormCode.JOINT_HOST: "共催", FormCode.NOMINAL: "後援 名義", FormCode.COMMITTEE: "実行委員会 協議会", FormCode.COUNCIL: "審議会 委員会 参画",
    FormCode.DIALOGUE: "懇話会 意見交換 対話", FormCode.PLANNING: "企画 計画", FormCode.GRANT: "補助 助成 負担金 交付金",
    FormCode.COMMISSION: "委託", FormCode.DESIGNATED: "指定管理", FormCode.COOPERATION: "協定 協力 連携 協働",
    FormCode.INKIND: "場所 物品 物 広報 減免 施設 貸出 使用料", FormCode.VOLUNTEER: "ボランティア アダプト 里親", FormCode.INFO: "情報",
    FormCode.OTHER: "その他 そのほか",
}  # fmt: skip
_KINDS = {
    PartnerKind.NEIGHBOURHOOD: "町内会 自治会 行政区 区会 町会", PartnerKind.COMMUNITY: "地域振興会 コミュニティ 振興協議会 まちづくり協議会",
    PartnerKind.NPO: "npo 特定非営利", PartnerKind.CIVIC: "市民活動 ボランティア 任意団体 市民団体 の会 サークル クラブ",
    PartnerKind.COMPANY: "企業 事業者 会社 株式 有限 商店 民間 銀行 組合", PartnerKind.SCHOOL: "学校 大学 高校 中学 小学 高専 学園",
    PartnerKind.SUPPORT: "中間支援 支援センター", PartnerKind.COMMITTEE: "実行委員会 協議会", PartnerKind.WELFARE: "社会福祉 福祉会 社協",
    PartnerKind.CITIZEN: "個人 市民（個人） 公募市民", PartnerKind.OTHER: "その他 そのほか",
}  # fmt: skip
_ORDER_OF_FORMS = (FormCode.DESIGNATED, FormCode.COUNCIL, FormCode.COMMITTEE)  # their words hold those of others


def _plain(heading):
    """A heading without what only decorates it: blanks, brackets, 円."""
    return re.sub(r"[()（）\[\]【】〔〕:：※*＊・。.\s]", "", fold(heading))


_MEANS = {_plain(word): target for target, (_, words) in TARGETS.items() for word in words.split()}


def head_of(rows):
    """The index of the row of headings: among the first rows the one with the most known headings, then with the most words."""
    first = rows[:HEAD_WITHIN]
    known = [(sum(_plain(text) in _MEANS for text in row if text), sum(map(bool, row))) for row in first]
    return max(range(len(first)), key=lambda place: (*known[place], -place))


def is_personal(heading):
    """Whether a column holds what is said of persons: it is not read."""
    return bool(PERSONAL.search(fold(heading)))


def columns_guessed(head, remembered=None):
    """[[heading, target]]: as the last list with the same headings was matched, otherwise by the words; each target once."""
    made, taken = [], set()
    for heading in head:
        plain = _plain(heading)
        target = (remembered or {}).get(heading)
        if target is None:
            target = (
                _MEANS.get(plain) or (_MEANS.get(plain.removesuffix("円")) if plain.endswith("円") else None) or _marked(heading)
            )
        if is_personal(heading) or (target in taken and target not in MANY):
            target = UNUSED
        taken.add(target)
        made.append([heading, target])
    return made


def _marked(heading):
    """A heading that is itself a form or a kind: each row has its mark under it or has none."""
    if len(heading) <= 12 and form_guessed(heading):
        return "mark_form"
    return "mark_kind" if len(heading) <= 12 and kind_guessed(heading) else UNUSED


def several(text):
    """The words of a cell that holds several, in their order, each once."""
    return list(dict.fromkeys(part.strip() for part in _DIVIDED.split(text) if part.strip()))


def form_guessed(word, own=None):
    """The FormCode that a word means, "" where no guess can be made. own: {the city's word: code}."""
    if own and word in own:
        return own[word]
    folded = fold(word)
    for code in (*_ORDER_OF_FORMS, *FormCode.values):
        if folded == fold(FormCode(code).label) or any(fold(part) in folded for part in _FORMS[code].split()):
            return str(code)
    return ""


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


def words_guessed(found, own, remembered=None):
    """{"form", "counted", "kind"}: {word: code} for every word of the table. found: {"form": [word], "kind": [word]}."""
    remembered = remembered or {}

    def known(part, word, guess):
        return remembered.get(part, {}).get(word) or guess

    return {
        "form": {word: known("form", word, form_guessed(word, own)) for word in found["form"]},
        "counted": {word: known("counted", word, str(Counted.MATTER)) for word in found["form"]},
        "kind": {word: known("kind", word, kind_guessed(word)) for word in found["kind"]},
    }
