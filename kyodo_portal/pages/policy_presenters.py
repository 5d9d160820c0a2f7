"""A policy as people read it: the version that holds, or the draft that the portal brings, with the city's own words in their places."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from kyodo_portal.common.city import the_city
from kyodo_portal.common.text.difference import differences, shortened
from kyodo_portal.common.text.markdown import render
from kyodo_portal.personal.presenters import privacy_facts
from kyodo_portal.personal.retention import rule_rows

from .policy_models import AccessibilityTest, PolicyText

DRAFTS = Path(__file__).with_name("policies")
WHOLE = re.compile(r"^｛(保存期間の表|試験の結果)｝$", re.MULTILINE)  # a paragraph of its own that the portal draws
WORD = re.compile(r"｛([^｛｝\n]{1,20})｝")
NOT_SEALED = "この｛市町村｝では、｛市町村｝の職員が相談を受けているので、鍵を渡された職員が読みます。"
SEALED = "鍵は中間支援の団体の人だけが持ち、｛市町村｝の職員とシステム管理者は持てません。"


class Policy(NamedTuple):
    """`row` is None while the city has confirmed no text of its own: then the words are the portal's draft (ひな形)."""

    title: str
    row: PolicyText | None
    html: str
    ahead: list[PolicyText]
    former: list[PolicyText]


def policy(kind):
    """The Policy of one of PolicyText.Kind that holds today, what is announced, and what held before. Two queries at most, one more
    for the table of the years' tests."""
    rows, today = (
        list(PolicyText.objects.filter(kind=kind, since__isnull=False).order_by("-since").defer("body")),
        timezone.localdate(),
    )
    past = [row for row in rows if row.since <= today]
    row = past[0] if past else None
    ahead = [one for one in reversed(rows) if one.since > today]
    return Policy(PolicyText.Kind(kind).label, row, shown(row.body if row else draft(kind)), ahead, past[1:])


@cache
def draft(kind):
    """ひな形: what the portal brings of this kind, with the words in ｛｝."""
    return (DRAFTS / f"{kind}.md").read_text(encoding="utf-8")


def compared_with(row):
    """(the version before this one or None, the pieces of the difference): what the page of a version shows. One query."""
    before = PolicyText.objects.filter(kind=row.kind, version__lt=row.version, since__isnull=False).order_by("-version").first()
    return before, shortened(differences(before.body, row.body), around=60) if before else []


def shown(body):
    """The text as HTML: the words in ｛｝ say what is true today, tables of the portal stand where the text wants them."""
    pieces = WHOLE.split(body)
    drawn = {"保存期間の表": _terms, "試験の結果": _tests}
    html = [drawn[piece]() if number % 2 else render(WORD.sub(_said, piece)) for number, piece in enumerate(pieces)]
    return mark_safe("".join(html))  # each piece was made safe by itself


def _terms():
    return render_to_string("personal/_rules.html", {"rules": rule_rows()})


def _tests():
    years = AccessibilityTest.objects.filter(is_public=True)
    rows = [format_html('<li><a href="{}">{}</a></li>', row.get_absolute_url(), row) for row in years]
    return mark_safe(f"<ul>{''.join(rows)}</ul>") if rows else mark_safe("<p>公表した結果は、まだありません。</p>")


def _said(match):
    return _plain(match[1]) if match[1] != "封の鍵" else WORD.sub(_said, NOT_SEALED if settings.KYODO_ZONE_STAFF else SEALED)


def _plain(word):
    """A word that this portal does not know stays as it was typed: whoever reads the draft sees it."""
    city, facts = the_city(), privacy_facts()
    phone = f"（電話 [{city['phone']}](tel:{city['phone']})）" if city["phone"] else ""
    words = {
        "市": city["name"], "サイト": city["site"], "担当課": city["office"], "窓口": f"{city['office']}{phone}", "市町村": city["kind_word"],
        "オープンデータの条件": f"[{city['licence']}]({city['licence_url']})", "サインインの時間": facts.session_hours,
        "職員の時間": facts.idle_minutes, "確かめの時間": facts.fresh_minutes, "退会した人": facts.nobody,
    }  # fmt: skip
    return str(words.get(word, f"｛{word}｝"))


def needs_confirming():
    """[(what it is called, its address)] of what has no version of the city's own that holds today. One query."""
    there = set(PolicyText.objects.filter(since__lte=timezone.localdate()).values_list("kind", flat=True))
    return [(kind.label, reverse(f"policy-{kind.value}")) for kind in PolicyText.Kind if kind.value not in there]
