"""What the steps of an application bring with them from the decision on: approved, changed, called off, reported, ended, revoked."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate, yen
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.models import Cycle
from projects.specs.asking import joined
from projects.specs.models import FormSpec

from .entry_actions import CALLED_OFF, REVOKED, cancel_entry, end_entry, entry_goes_back, open_entry, take_out_entry
from .models import Application
from .step_actions import keep, put_back, warnings_of, writes

DOC = ("document_number", "decided_on")
REPORT = ("people", "report_text", "income", "expense", "extra")
NO_BASIS = "もとになる「{basis}」が、まだ承認されていません。そちらを先に決めてください。"
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


def _change_asked(application, *, what, **_):
    application.change_what = what


def _what_changes(application, *, what, reason, **_):
    return f"変えたいこと：{what}\n理由：{reason}"


def _change_allowed(application, *, document_number, decided_on, **_):
    said = f"{jdate(decided_on)} {document_number}：{application.change_what}"
    application.agreed_changes = f"{application.agreed_changes}\n{said}".strip()
    application.change_what = ""


def _change_refused(application, **_):
    application.change_what = ""


def _shown_change(application):
    return [f"変えたいこと：{application.change_what}"]


def _called_off(application, **_):
    cancel_entry(application, public_reason=CALLED_OFF)
    _tell_depending(application)


def _revoked(application, **_):
    cancel_entry(application, public_reason=REVOKED)
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
    return "\n".join([*lines, report_text])


def _report_as_one_word(application, **answers):
    """A second press is known by it; the words themselves stand in their columns."""
    return {"said": etag_of({name: str(value) for name, value in sorted(answers.items())})}


def _due(application, *, due, **_):
    application.report_due = due


def _by_when(application, *, due, reason="", **_):
    return "\n".join([*([reason] if reason else []), f"期限：{jdate(due)}"])


def _due_before_begin(application, *, due, **_):
    if due < application.ends_on:
        raise ValidationError({"due": f"終わる日（{jdate(application.ends_on)}）か、それより後の日にしてください。"})
    application.report_due = due


def _year_before(application, **_):
    """Hook.keep: what the year in the ledger said before the report went into it."""
    cycle = application.cycle
    return {"year": {"people": cycle.people, "extra": cycle.extra} if cycle else None}


def _over(application, *, by, **_):
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
    **writes("ask_change", "change_what", prepare=_change_asked, notice=_what_changes),
    **writes("allow_change", "change_what", "agreed_changes", prepare=_change_allowed, warns=_shown_change),
    **writes("refuse_change", "change_what", prepare=_change_refused, notice=_why_refused, warns=_shown_change),
    "call_off": Hook(effect=_called_off),
    "undo_call_off": Hook(effect=_stands_again),
    **writes("report", *REPORT, prepare=_reported, notice=_report_in_words, details=_report_as_one_word),
    **writes("ask_report", "report_due", prepare=_due_before_begin, notice=_by_when),
    "take_report": Hook(keep=_year_before, effect=_over),
    "undo_take_report": Hook(effect=_not_over),
    **writes("send_back", "report_due", prepare=_due, notice=_by_when),
    "end_quietly": Hook(keep=_year_before, effect=_over),
    "undo_end_quietly": Hook(effect=_not_over),
    "revoke": Hook(keep=keep("ground", *DOC), prepare=_refused, notice=_why_refused, effect=_revoked),
    "undo_revoke": Hook(prepare=put_back, effect=_stands_again),
}
