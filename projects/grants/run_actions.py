"""While a grant runs: changes, money in advance, how it goes, the end, the report."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.task_actions import sync_tasks

from . import money
from .access import can_write_change, can_write_report
from .account_models import GrantLine, Payment
from .apply_actions import held, refuse_above, within_budget
from .models import Grant
from .problems import day_problems, refuse, refuse_unexplained, report_doubts, report_problems
from .undo_actions import with_undo, write, write_lines

NO_LIMIT_LEFT = "これから概算払できる額"


def pay(grant, kind, *, by, amount, paid_on, document_number):
    """One payment of this step, in yen. Returns it."""
    grant.__dict__.pop("paid_sum", None)
    said = {"amount": amount, "paid_on": paid_on, "document_number": document_number}
    return Payment.objects.create(grant=grant, kind=kind, by=by, version=grant.version, **said)


def wished(grant):
    """{box: value} of what the page of a change shows: purpose, place, period and each line in yen as they should be, as they are where
    nothing else is wished.
    """
    lines = [row for row in grant.all_lines if row.stands_planned]
    return wanted_of(grant) | {f"wanted_{row.pk}": row.decided or 0 if row.wanted is None else row.wanted for row in lines}


def wished_in(grant, amounts, values):
    """{box: value} of what a page sent, spelled as `wished`."""
    return {**wanted_of(grant), **values, **{f"wanted_{key}": amount for key, amount in amounts.items()}}


def etag_of_change(grant):
    """The edit token of the page on which a change is written."""
    return fields_etag(wished(grant))


def wanted_of(grant):
    """{column: value} of purpose, place and period as the group wants them; where it has said nothing, as they are."""
    said = {name: getattr(grant, f"wanted_{name}") for name in Grant.CHANGED}
    return {name: getattr(grant, name) if value in (None, "") else value for name, value in said.items()}


@transaction.atomic
def save_change(grant, *, by, etag, amounts, more=(), **values):
    """The accounts as the group wants them: {key of a line: yen}, and further lines of expense. Nothing is asked for yet.

    values: purpose, place, starts_on, ends_on as they are to be; what is left out or the same stays. What others alone wrote since
    the page with `etag` was opened stays; EditConflict where both wrote the same.
    """
    grant = held(grant)
    if not can_write_change(by, grant):
        raise PermissionDenied
    more = _not_there_yet(grant, "wanted", more, is_old=etag != etag_of_change(grant))
    sent = wished_in(grant, amounts, values)
    names = names_to_write(etag, on_page(wished(grant), sent), sent, grant)
    write(grant, **{f"wanted_{name}": _unless_same(grant, name, sent[name]) for name in Grant.CHANGED if name in names})
    write_lines(grant, "wanted", {key: amount for key, amount in amounts.items() if f"wanted_{key}" in names})
    _add_lines(grant, "wanted", more)
    grant.lines.filter(budget=None, decided=None, wanted=0, actual=None).delete()  # taken out of the wish again
    grant.__dict__.pop("all_lines", None)
    record("draft", by=by, target=grant)
    return grant


def on_page(stored, sent):
    """{box: value} of those lines that a page knew: what was added since is none of its business."""
    return {name: stored[name] for name in stored if name in sent}


def _not_there_yet(grant, column, more, *, is_old):
    """Those of the further lines that are to be added: of the second press of one button the first has added them already."""
    known = {(row.item, row.cost_id, getattr(row, column)) for row in grant.all_lines} if is_old else set()
    return [row for row in more if (row["item"], row["cost"].pk, row["amount"]) not in known]


def _unless_same(grant, name, value):
    """What is wanted of a column; empty where it stays as it is."""
    return _stays(name) if value == getattr(grant, name) else value


def _stays(name):
    """What stands in the column of a wish where there is none: "" of a text, None of a day."""
    return Grant._meta.get_field(f"wanted_{name}").get_default()


def _add_lines(grant, column, more):
    last = max((row.order for row in grant.all_lines), default=0)
    GrantLine.objects.bulk_create(
        GrantLine(
            grant=grant, side="expense", item=row["item"], cost=row["cost"], note=row["note"], order=last + number,
            **{column: row["amount"]},
        )
        for number, row in enumerate(more, start=1)
    )  # fmt: skip


REPORTED = ("result", "people", "report_difference")


def reported(grant):
    """{box: value} of all that its group writes in a report."""
    said = {name: getattr(grant, name) for name in REPORTED}
    for row in grant.all_lines:
        if row.decided is not None or row.actual is not None:
            said[f"actual_{row.pk}"] = row.actual
            said |= {f"evidence_{row.pk}": row.evidence_id} if row.is_eligible else {}
    return said


def etag_of_report(grant):
    """The edit token of the page on which a report is written."""
    return fields_etag(reported(grant))


def reported_in(grant, result, report_difference, actuals, evidence, people=None):
    """{box: value} of what a page sent, spelled as `reported`."""
    said = {"result": result, "people": people, "report_difference": report_difference}
    for row in (row for row in grant.all_lines if row.pk in actuals):
        paper = evidence.get(row.pk)
        said[f"actual_{row.pk}"] = actuals[row.pk]
        said |= {f"evidence_{row.pk}": paper and paper.pk} if row.is_eligible else {}
    return said


@transaction.atomic
def save_report(grant, *, by, etag, result, report_difference, actuals, evidence, people=None, more=()):
    """What was done, with how many people, and what was spent: {key of a line: yen}, {key of a line: GrantPaper or None}, further lines
    of expense. Nothing is sent yet.

    What others alone wrote since the page with `etag` was opened stays; EditConflict where both wrote the same.
    """
    grant = held(grant)
    if not can_write_report(by, grant):
        raise PermissionDenied
    more = _not_there_yet(grant, "actual", more, is_old=etag != etag_of_report(grant))
    sent = reported_in(grant, result, report_difference, actuals, evidence, people)
    names = names_to_write(etag, on_page(reported(grant), sent), sent, grant)
    write(grant, **{name: sent[name] for name in REPORTED if name in names})
    for row in grant.all_lines:
        row.actual = sent[f"actual_{row.pk}"] if f"actual_{row.pk}" in names else row.actual
        row.evidence_id = sent[f"evidence_{row.pk}"] if f"evidence_{row.pk}" in names else row.evidence_id
    GrantLine.objects.bulk_update(grant.all_lines, ["actual", "evidence"])
    _add_lines(grant, "actual", more)
    grant.lines.filter(budget=None, decided=None, wanted=None, actual__in=[0]).delete()
    grant.__dict__.pop("all_lines", None)
    record("draft", by=by, target=grant)
    sync_tasks(grant, by=by)
    return grant


def _carry(grant):
    """The accounts become what was wanted."""
    new = {row.pk: row.decided if row.wanted is None else row.wanted for row in grant.all_lines if row.stands_planned}
    write_lines(grant, "decided", new)
    write_lines(grant, "wanted", dict.fromkeys(new))
    write(grant, **wanted_of(grant), **{f"wanted_{name}": _stays(name) for name in Grant.CHANGED})


def _noted(grant, *, what, **_):
    _carry(grant)


def _what_changes(grant, *, what, reason="", **_):
    return "\n".join(filter(None, [what, reason]))


def _ask_change(grant, *, what, **_):
    days = wanted_of(grant)
    refuse(day_problems(grant.rule, days["starts_on"], days["ends_on"]))
    write(grant, change_kind="change", change_what=what)


def _ask_stop(grant, *, reason, **_):
    write(grant, change_kind="stop", change_what=reason)


def _changed(grant, *, amount, **_):
    """Never more than the accounts come to; what it asks for moves with it, within the rule's budget."""
    refuse_above(amount, money.compute(grant.rule, grant.lines_after_change()).amount, "変更後に計算した額")
    if amount == 0:
        raise ValidationError({"amount": "0円にはできません。やめるときは、中止の承認を使ってください。"})
    within_budget(grant, amount)
    _carry(grant)
    write(grant, asked=max(grant.asked, amount), decided=amount, change_kind="", change_what="")


def _before_changing(grant):
    change = grant.change
    computed = money.compute(grant.rule, grant.lines_after_change()).amount
    why = [*change.why] if change else []
    return [
        f"変えたいこと：{grant.change_what}",
        *why,
        *(f"{label}：{after}" for label, after in changes_in_words(grant)),
        f"変更後に計算した額：{money.yen(computed)}（いまの決定額：{money.yen(grant.decided)}）",
    ]


def changes_in_words(grant):
    """[(what it is called, as it is to be)] of purpose, place and period, as people read them."""
    after = wanted_of(grant)
    said = [(label, after[name]) for name, label in Grant.CHANGED.items() if after[name] != getattr(grant, name)]
    return [(label, jdate(value) if isinstance(value, datetime.date) else value) for label, value in said]


def _new_amount(grant, *, amount, **_):
    return f"変更後の交付決定額：{money.yen(amount)}"


def _stopped(grant, *, due, decided_on, **_):
    write(grant, change_kind="", change_what="", report_due=due, ended_on=decided_on)


def _until(grant, *, due, reason="", **_):
    return "\n".join(filter(None, [reason, f"期限：{jdate(due)}"]))


def _no_change(grant, **_):
    write(grant, change_kind="", change_what="")


def _advance(grant, *, amount, **_):
    refuse_above(amount, grant.advance_left, NO_LIMIT_LEFT)
    write(grant, advance_asked=amount)


def _how_much(grant, *, amount, **_):
    return f"金額：{money.yen(amount)}"


def _advanced(grant, *, by, amount, paid_on, document_number, **_):
    refuse_above(amount, grant.advance_left, NO_LIMIT_LEFT)
    pay(grant, Payment.Kind.ADVANCE, by=by, amount=amount, paid_on=paid_on, document_number=document_number)
    write(grant, advance_asked=None)


def _finished(grant, *, ended_on, **_):
    write(grant, ended_on=ended_on)


def _report(grant, *, despite="", **_):
    refuse(report_problems(grant))
    refuse_unexplained(report_doubts(grant), despite)
    planned = min(grant.ends_on or grant.acts_on, grant.acts_on)  # whoever reports before the planned end has ended
    write(grant, report_despite=despite or "", ended_on=grant.ended_on or planned)


def _sent_back(grant, *, due, **_):
    write(grant, report_due=due)


HOOKS = with_undo(
    {
        "note_change": {"prepare": _noted, "notice": _what_changes},
        "ask_change": {"prepare": _ask_change, "notice": _what_changes},
        "ask_stop": {"prepare": _ask_stop},
        "allow_change": {"prepare": _changed, "notice": _new_amount, "warns": _before_changing},
        "allow_stop": {"prepare": _stopped, "notice": _until},
        "refuse_change": {"prepare": _no_change},
        "drop_change": {"prepare": _no_change},
        "ask_advance": {"prepare": _advance, "notice": _how_much},
        "pay_advance": {"prepare": _advanced, "notice": _how_much},
        "progress": {},
        "direct": {"notice": _until},
        "finish": {"prepare": _finished},
        "report": {"prepare": _report, "warns": report_doubts},
        "send_back": {"prepare": _sent_back, "notice": _until},
    }
)
