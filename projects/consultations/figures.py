"""The numbers of a month or a 年度, out of open columns alone: what a report says, and what is frozen when it is handed in.

One-way tables only: no number of two things at once, by which one could tell who came.
"""

import hashlib
import json
from collections import Counter
from typing import TypedDict

from django.db.models import Count

from partners.models import Membership
from partners.requests.models import Request

from .models import Consultation, Method, Response, Topic, WhoKind


class Table(TypedDict):
    """One table of a report: `rows` are pairs [words, number]."""

    title: str
    rows: list


class Content(TypedDict):
    """A report as it is shown and frozen. `facts`: pairs [words, number] above the tables."""

    period: str
    label: str
    body: str
    facts: list
    tables: list[Table]


def content_of(body, period):
    """The Content of one body's report. Three queries."""
    rows = list(
        Consultation.objects.filter(body=body, on__range=(period.first, period.last))
        .annotate(introductions=Count("introduced"))
        .values("method", "who_kind", "topics", "responses", "minutes", "is_first", "state", "introductions")
    )
    count, first = len(rows), sum(row["is_first"] for row in rows)
    facts = [
        ["相談", count],
        ["はじめて", first],
        ["つづき", count - first],
        ["かかった時間（分）", sum(row["minutes"] for row in rows)],
        ["まだつづいている", sum(row["state"] == "going" for row in rows)],
        ["団体を紹介した（のべ）", sum(row["introductions"] for row in rows)],
        *_letters(body, period),
    ]
    tables = [
        _table("方法", Method, Counter(row["method"] for row in rows)),
        _table("相談した人", WhoKind, Counter(row["who_kind"] for row in rows)),
        _table("内容（いくつでも）", Topic, Counter(code for row in rows for code in row["topics"])),
        _table("したこと（いくつでも）", Response, Counter(code for row in rows for code in row["responses"])),
    ]
    return {"period": period.key, "label": period.label, "body": body.name, "facts": facts, "tables": tables}


def _table(title, choices, counted):
    return {"title": title, "rows": [[label, counted[value]] for value, label in choices.choices]}


def _letters(body, period):
    """[[words, number]] of letters by which people of this body brought two sides together in these days, and what became of them.

    What was taken back was never sent; done again it counts on the day on which both heard of it.
    """
    people = Membership.objects.filter(partner=body).values("user")
    brought = Request.objects.filter(introduced_by__in=people, sent_at__date__range=(period.first, period.last))
    became = Counter(brought.values_list("became", flat=True))
    return [
        ["手紙でつないだ", sum(became.values())],
        ["そのうち、いっしょに行った", became[Request.Became.REAL]],
        ["そのうち、続いている", became[Request.Became.GOING]],
    ]


def fingerprint(content):
    """The SHA-256 of a Content: who compares it knows whether anything was changed since."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sheet_rows(content):
    """The rows of a report as a table: (heading, what, number)."""
    rows = [("まとめ", words, number) for words, number in content["facts"]]
    return rows + [(table["title"], words, number) for table in content["tables"] for words, number in table["rows"]]
