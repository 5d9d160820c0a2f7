"""What the steps of an application bring with them from the decision on: approved, changed, called off, reported, ended, revoked."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate, yen
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.models import Cycle
from projects.specs.asking import joined
from projects.specs.models import FormSpec

from .actions import search_text
from .changes import COLUMNS, as_changed, change_in_words, compared_change, put_in
from .entry_actions import (
    CALLED_OFF,
    REVOKED,
    cancel_entry,
    end_entry,
    entry_goes_back,
    move_entry,
    open_entry,
    take_out_entry,
)
from .filing_actions import with_filings
from .models import Application
from .money import doubts_of, money_doubts
from .move_actions import move_now, move_when_told, moves_not
from .step_actions import keep, put_back, warnings_of, writes

DOC = ("document_number", "decided_on")
REPORT = ("people", "report_text", "income", "expense", "extra")
NO_BASIS = "もとになる「{basis}」が、まだ承認されていません。そちらを先に決めてください。"
CHANGED = ("change_to", "change_what", *COLUMNS, "extra")  # what a change moves, and what it is kept with
NOTHING_CHANGES = "変わるところがありません。変えるところを直すか、「ほかに変えたいこと」に書いてください。"
ANOTHER_YEAR = "承認されたのは、{year}に始まるものです。年度がかわる日には変えられません。中止を届けてから、これをもとに、もう一度申請してください。"
NO_DAYS = "始まる日と終わる日が入っていません。先に補正を求めてください。"


def report_day(application):
    """The last day for the report that the form asks for by itself; None where it asks for none. Fees: 円 a person."""
    spec = application.spec
    asks = spec.report == FormSpec.Report.ALWAYS or (spec.report == FormSpec.Report.ON_FEE and bool(application.fee))
    return application.ends_on + datetime.timedelta(days=spec.report_days or 0) if asks else None


def _approved(application, *, document_number, decided_on, conditions="", agreed=None, **_):
    if application.starts_on is None or application.ends_on is None:
        raise ValidationError(NO_DAYS)
    basis = application.basis
    if basis is not None and not Application.objects.get(pk=basis.pk).is_standing:
        raise ValidationError(NO_BASIS.format(basis=basis))
    application.document_number, application.decided_on, application.conditions = document_number, decided_on, conditions or ""
    application.extra = joined(application.extra, agreed or {})
    application.report_due = report_day(application)


def _entry_opened(application, *, by, **_):
    open_entry(application, by=by)


def _entry_taken_out(application, *, by, **_):
    take_out_entry(application, by=by)


def _what_was_approved(application, *, document_number, decided_on, conditions="", **_):
    lines = [f"文書番号：{document_number}（{jdate(decided_on)}）"]
    lines += [f"条件：{conditions}"] if conditions else []
    lines += [f"実施の報告：{jdate(application.report_due)}まで"] if application.report_due else []
    return "\n".join(lines)


def _refused(application, *, ground, document_number="", decided_on=None, **_):
    application.ground = ground
    if document_number:
        application.document_number, application.decided_on = document_number, decided_on


def _why_refused(application, *, ground, reason="", document_number="", decided_on=None, **_):
    lines = [f"理由：{ground}", *([reason] if reason else [])]
    return "\n".join(lines + ([f"文書番号：{document_number}（{jdate(decided_on)}）"] if document_number else []))


def _change_asked(application, *, wanted, what="", **_):
    """wanted: what `differing` found of the boxes; what: what could not be said in one."""
    if not wanted and not what:
        raise ValidationError(NOTHING_CHANGES)
    after = as_changed(application, wanted)
    if after.ends_on < after.starts_on:
        raise ValidationError({"ends_on": "終わる日は、始まる日か、それより後の日にしてください。"})
    if application.cycle is not None and fiscal_year(after.starts_on) != application.cycle.fiscal_year:
        raise ValidationError({"starts_on": ANOTHER_YEAR.format(year=fiscal_label(application.cycle.fiscal_year))})
    application.change_to, application.change_what = wanted, what or ""


def _what_changes(application, *, wanted, what="", reason, **_):
    return "\n".join([*change_in_words(application, wanted, what), f"理由：{reason}"])


def _change_as_one_word(application, **answers):
    """A second press is known by it; what is to change stands in its columns."""
    return {"said": etag_of(sorted((answers.get("wanted") or {}).items()), answers.get("what") or "")}


def _change_allowed(application, *, document_number, decided_on, **_):
    words = "\n".join(change_in_words(application, application.change_to, application.change_what))
    application.agreed_changes = f"{application.agreed_changes}\n{jdate(decided_on)} {document_number}\n{words}".strip()
    due = report_day(application)
    put_in(application, application.change_to)
    if application.report_due == due:  # asked for by the form alone, so that the form says it anew
        application.report_due = report_day(application)
    application.change_to, application.change_what = {}, ""
    application.search_text = search_text(application)


def _change_refused(application, **_):
    application.change_to, application.change_what = {}, ""


def _shown_change(application):
    return compared_change(application, application.change_to)


def _said_besides(application):
    return [f"ほかに変えたいこと：{application.change_what}"] if application.change_what else []


def _entry_moved(application, **_):
    move_when_told(application)


def _entry_moved_back(application, *, undone, **_):
    if not moves_not(application, undone):
        move_entry(application, former=as_changed(application, application.change_to))


def _called_off(application, *, by, **_):
    cancel_entry(application, by=by, public_reason=CALLED_OFF)
    _tell_depending(application)


def _revoked(application, *, by, **_):
    cancel_entry(application, by=by, public_reason=REVOKED)
    _tell_depending(application)


def _stands_again(application, *, by, reason="", **_):
    entry_goes_back(application, by=by, reason=reason)
    _tell_depending(application)


def _tell_depending(application):
    """What stands on this one says so from now on, and is worked out anew."""
    sync_tasks(*application.depending.exclude(status__in=application.process.ends))


def _reported(application, *, people=None, report_text="", income=None, expense=None, finished=None, **_):
    application.people, application.report_text = people, report_text
    application.income, application.expense = income, expense
    application.extra = joined(application.extra, finished or {})


def _report_in_words(application, *, people=None, report_text="", income=None, expense=None, **_):
    lines = [f"参加した人数：{people:,}人"] if people is not None else []
    lines += [f"収入：{yen(income)}"] if income is not None else []
    lines += [f"支出：{yen(expense)}"] if expense is not None else []
    return "\n".join([*lines, *doubts_of(income, expense), report_text])


def _report_as_one_word(application, **answers):
    """A second press is known by it; the words themselves stand in their columns."""
    return {"said": etag_of({name: str(value) for name, value in sorted(answers.items())})}


def _due(application, *, due, **_):
    application.report_due = due


def _by_when(application, *, due, reason="", **_):
    return "\n".join([*([reason] if reason else []), f"期限：{jdate(due)}"])


def _bar_lifted(application, **_):
    application.bar_lifted_on = timezone.localdate()


def _due_before_begin(application, *, due, **_):
    if due < application.ends_on:
        raise ValidationError({"due": f"終わる日（{jdate(application.ends_on)}）か、それより後の日にしてください。"})
    application.report_due = due


def _year_before(application, **_):
    """Hook.keep: what the year in the ledger said before the report went into it."""
    cycle = application.cycle
    return {"year": {"people": cycle.people, "extra": cycle.extra} if cycle else None}


def _over(application, *, by, **_):
    move_now(application)
    end_entry(application, by=by)
    if application.cycle_id and application.people is not None:
        _write_year(application, {"people": application.people, "extra": application.cycle.extra | application.extra})


def _not_over(application, *, by, undone, reason="", **_):
    _stands_again(application, by=by, reason=reason)
    if application.cycle_id and undone.kept["year"]:
        _write_year(application, undone.kept["year"])


def _write_year(application, values):
    Cycle.objects.filter(pk=application.cycle_id).update(**values, updated_at=timezone.now())


def _warns(application):
    return list(warnings_of(application))


HOOKS = {
    "approve": Hook(
        keep=keep(*DOC, "conditions", "extra", "report_due"),
        prepare=_approved,
        notice=_what_was_approved,
        details=_report_as_one_word,
        effect=_entry_opened,
        warns=_warns,
    ),
    "undo_approve": Hook(prepare=put_back, effect=_entry_taken_out),
    **writes("decline", "ground", *DOC, prepare=_refused, notice=_why_refused),
    **writes(
        "ask_change",
        "change_to",
        "change_what",
        prepare=_change_asked,
        notice=_what_changes,
        details=_change_as_one_word,
    ),
    "allow_change": Hook(
        keep=keep(*CHANGED, "agreed_changes", "report_due", "search_text"),
        prepare=_change_allowed,
        shows=_shown_change,
        warns=_said_besides,
        effect=_entry_moved,
    ),
    "undo_allow_change": Hook(prepare=put_back, effect=_entry_moved_back),
    **writes(
        "refuse_change",
        *CHANGED,
        prepare=_change_refused,
        notice=_why_refused,
        shows=_shown_change,
        warns=_said_besides,
    ),
    "call_off": Hook(effect=_called_off),
    "undo_call_off": Hook(effect=_stands_again),
    **writes("report", *REPORT, prepare=_reported, notice=_report_in_words, details=_report_as_one_word),
    **writes("ask_report", "report_due", prepare=_due_before_begin, notice=_by_when),
    **writes("lift_bar", "bar_lifted_on", prepare=_bar_lifted),
    "take_report": Hook(keep=_year_before, effect=_over, warns=money_doubts),
    "undo_take_report": Hook(effect=_not_over),
    **writes("send_back", "report_due", prepare=_due, notice=_by_when),
    "end_quietly": Hook(keep=_year_before, effect=_over),
    "undo_end_quietly": Hook(effect=_not_over),
    "revoke": Hook(keep=keep("ground", *DOC), prepare=_refused, notice=_why_refused, effect=_revoked),
    "undo_revoke": Hook(prepare=put_back, effect=_stands_again),
}
HOOKS = with_filings(HOOKS, "ask_change", "call_off", "report")
