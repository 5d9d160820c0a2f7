"""The words of a policy: the portal's draft of each kind, and a text with what is true today in the places of the words in ｛｝."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from kyodo_portal.common.city import the_city
from kyodo_portal.common.japanese.telephone import dialled
from kyodo_portal.common.own_words import has_coordinator, own_words_said
from kyodo_portal.common.text.markdown import render
from kyodo_portal.personal.presenters import privacy_facts
from kyodo_portal.personal.retention import rule_rows

from .policy_models import AccessibilityTest

DRAFTS = Path(__file__).with_name("policies")
WHOLE = re.compile(r"^｛(保存期間の表|試験の結果)｝$", re.MULTILINE)  # a paragraph of its own that the portal draws
WORD = re.compile(r"｛([^｛｝\n]{1,20})｝")
# What is of no use without a coordinator: the part of a draft about what they seal, the rows of tables and the sentences about them.
GUIDES_PART = re.compile(r"^# 相談の封.*?(?=^# )|^\| コーディネーター[^\n]*\n", re.MULTILINE | re.DOTALL)
GUIDES_SENTENCE = re.compile(r"(?<=。)コーディネーター[^。\n]*。")
NOT_SEALED = "この｛市町村｝では、｛市町村｝の職員が相談を受けているので、鍵を渡された職員が読みます。"
SEALED = "鍵は中間支援の団体の人だけが持ち、｛市町村｝の職員とシステム管理者は持てません。"


def draft(kind):
    """ひな形: what the portal brings of this kind, with the words in ｛｝; where there is no coordinator, without what is said of them."""
    text = _read(kind)
    if has_coordinator() or settings.KYODO_ZONE_STAFF:
        return text
    return GUIDES_SENTENCE.sub("", own_words_said(GUIDES_PART.sub("", text)))


@cache
def _read(kind):
    return (DRAFTS / f"{kind}.md").read_text(encoding="utf-8")


def shown(body):
    """The text as HTML: the words in ｛｝ say what is true today, tables of the portal stand where the text wants them."""
    pieces = WHOLE.split(body)
    drawn = {"保存期間の表": _terms, "試験の結果": _tests}
    html = [drawn[piece]() if number % 2 else render(WORD.sub(_said, piece)) for number, piece in enumerate(pieces)]
    return format_html_join("", "{}", ((piece,) for piece in html))


def _terms():
    return render_to_string("personal/_rules.html", {"rules": rule_rows()})


def _tests():
    years = AccessibilityTest.objects.filter(is_public=True)
    rows = format_html_join("", '<li><a href="{}">{}</a></li>', ((row.get_absolute_url(), row) for row in years))
    return format_html("<ul>{}</ul>", rows) if rows else format_html("<p>{}</p>", "公表した結果は、まだありません。")


def _said(match):
    return _plain(match[1]) if match[1] != "封の鍵" else WORD.sub(_said, NOT_SEALED if settings.KYODO_ZONE_STAFF else SEALED)


def _plain(word):
    """A word that this portal does not know stays as it was typed: whoever reads the draft sees it."""
    city, facts = the_city(), privacy_facts()
    phone = f"（電話 [{city['phone']}](tel:{dialled(city['phone'])})）" if city["phone"] else ""
    words = {
        "市": city["name"], "サイト": city["site"], "担当課": city["office"], "窓口": f"{city['office']}{phone}", "市町村": city["kind_word"],
        "オープンデータの条件": f"[{city['licence']}]({city['licence_url']})", "サインインの時間": facts.session_hours,
        "職員の時間": facts.idle_minutes, "確かめの時間": facts.fresh_minutes, "退会した人": facts.nobody,
    }  # fmt: skip
    return str(words.get(word, f"｛{word}｝"))
