"""What the columns and words of an old table mean: guesses, which the secretariat looks at and puts right."""

import re

from guidelines.models import FormCode
from kyodo_portal.common.lists.headings import UNUSED, Headings
from kyodo_portal.common.lists.search import fold
from kyodo_portal.common.own_words import own_words
from partners.directory.kind_words import kind_guessed

from .models import Counted

# target: (what the page calls it, the words of headings that mean it, folded by `headings.plain`)
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
    "city_cost": (own_words("市の負担（円）"), "市の負担 市負担額 市の負担額 事業費 決算額 予算額 金額 市の経費 市の負担円"),
    "city_cost_k": (own_words("市の負担（千円）"), "市の負担千円 事業費千円 決算額千円 予算額千円 金額千円 市負担額千円"),
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
_FORMS = {
    FormCode.JOINT_HOST: "共催", FormCode.NOMINAL: "後援 名義", FormCode.COMMITTEE: "実行委員会 協議会", FormCode.COUNCIL: "審議会 委員会 参画",
    FormCode.DIALOGUE: "懇話会 意見交換 対話", FormCode.PLANNING: "企画 計画", FormCode.GRANT: "補助 助成 負担金 交付金",
    FormCode.COMMISSION: "委託", FormCode.DESIGNATED: "指定管理", FormCode.COOPERATION: "協定 協力 連携 協働",
    FormCode.INKIND: "場所 物品 物 広報 減免 施設 貸出 使用料", FormCode.VOLUNTEER: "ボランティア アダプト 里親", FormCode.INFO: "情報",
    FormCode.OTHER: "その他 そのほか",
}  # fmt: skip
_ORDER_OF_FORMS = (FormCode.DESIGNATED, FormCode.COUNCIL, FormCode.COMMITTEE)  # their words hold those of others


def _marked(heading):
    """A heading that is itself a form or a kind: each row has its mark under it or has none."""
    if len(heading) <= 12 and form_guessed(heading):
        return "mark_form"
    return "mark_kind" if len(heading) <= 12 and kind_guessed(heading) else UNUSED


HEADINGS = Headings(TARGETS, many=MANY, unread=PERSONAL, otherwise=_marked)


def form_guessed(word, own=None):
    """The FormCode that a word means, "" where no guess can be made. own: {the city's word: code}."""
    if own and word in own:
        return own[word]
    folded = fold(word)
    for code in (*_ORDER_OF_FORMS, *FormCode.values):
        if folded == fold(FormCode(code).label) or any(fold(part) in folded for part in _FORMS[code].split()):
            return str(code)
    return ""


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
