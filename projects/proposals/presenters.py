"""A proposal as people read it: one structure for the check page, the staff, the panel, the print and the frozen revision."""

import datetime

from kyodo_portal.common.templatetags.kyodo import jdate, yen
from projects.calls.models import Question
from projects.cycles.plan.models import BudgetLine
from projects.proposals.drafting.pages import pages_of, parts_of

from .models import Proposal

Kind = Question.Kind
Side = BudgetLine.Side


def content_of(proposal, parts=None):
    """The proposal as a list of sections in reading order, made of plain JSON.

    A section is {"key", "title", "rows", "tables", "files"}: rows are {"key", "label", "value"}; tables are {"key", "caption",
    "head", "body"} with texts only; files are {"id", "name", "size", "is_public"}. Empty parts are empty lists.
    """
    parts = parts or parts_of(proposal)
    makers = {"who": _who, "roles": _roles, "budget": _budget, "files": _files}
    return [
        {"key": key, "title": title, "rows": [], "tables": [], "files": [], **makers.get(key, _page(key))(proposal, parts)}
        for key, title in pages_of(parts)
    ]


def frozen(proposal):
    """The latest ProposalRevision, or None for a draft."""
    return proposal.revisions.order_by("-number").first()


def text_of(content, field):
    """What stands in a content for one field (a key of `pages.fields_of`), as plain lines: before and after of a correction."""
    for section in content:
        for row in section["rows"]:
            if row["key"] == field:
                return row["value"]
        if section["key"] == field:
            rows = [" / ".join(cells) for table in section["tables"] for cells in table["body"]]
            return "\n".join(rows + [file["name"] for file in section["files"]])
    return ""


def shown(question, text):
    """An answer as people read it: money and dates written out."""
    if not text:
        return ""
    if question.kind == Kind.YEN:
        return yen(text)
    if question.kind == Kind.DATE:
        return jdate(datetime.date.fromisoformat(text))
    return text


def _row(key, label, value):
    return {"key": key, "label": label, "value": value or ""}


def _who(proposal, parts):
    return {
        "rows": [
            _row("partner", "提案する団体", proposal.partner.name),
            _row("co_partners", "いっしょに提案する団体", "\n".join(partner.name for partner in parts.co_partners)),
        ]
    }


def _page(key):
    def make(proposal, parts):
        rows = []
        if key == "idea":
            wished = proposal.wished_department
            rows = [
                _row("title", "企画の名前", proposal.title),
                _row("summary", "ひとことで言うと", proposal.summary),
                _row("starts_on", "始めたい日", jdate(proposal.starts_on)),
                _row("ends_on", "終える予定の日", jdate(proposal.ends_on)),
                _row("wished_department_id", "いっしょに取り組みたい課", wished.name if wished else "まだ分からない"),
            ]
        return {"rows": rows + [_row(one.name, one.label, shown(one, parts.answers.get(one.pk))) for one in parts.asked_on(key)]}

    return make


def _roles(proposal, parts):
    body = [[share.task, share.group_part, share.city_part, share.other_part] for share in parts.shares]
    head = ["やること", "団体などが担うこと", "市が担うこと", "そのほかの人が担うこと"]
    return {"tables": [{"key": "roles", "caption": "役割分担の表", "head": head, "body": body}] if body else []}


def _budget(proposal, parts):
    tables = []
    for side in (Side.INCOME, Side.EXPENSE):
        lines = [line for line in parts.lines if line.side == side]
        body = [[line.item + ("（市の負担）" if line.from_city else ""), yen(line.amount), line.note] for line in lines]
        if body:
            body.append([f"{side.label}の合計", yen(parts.total(side)), ""])
            tables.append({"key": side.value, "caption": side.label, "head": ["費目", "金額", "内訳・説明"], "body": body})
    rows = [_row("city_share", "市が負担する額", yen(parts.total(Side.INCOME, of_city=True)))] if tables else []
    return {"tables": tables, "rows": rows}


def _files(proposal, parts):
    return {"files": [{"id": one.pk, "name": one.name, "size": one.size, "is_public": one.is_public} for one in parts.files]}


def proposals_of(user):
    """The proposals of the groups to which the user belongs today, the newest first; for マイページ."""
    from partners.directory.access import partners_of

    return (
        Proposal.objects.visible_to(user).filter(partner__in=partners_of(user)).select_related("call", "partner").order_by("-pk")
    )
