"""What the steps of an application need before them and bring with them, up to the decision: sent, received, put right."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.correction_actions import (
    close_sent,
    correction_hooks,
    open_items,
    open_sent_again,
    refuse_untouched,
    what_came_back,
)
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.number_actions import next_number
from projects.specs.models import Asked, FormSpec

from .actions import search_text
from .asked import CORRECTABLES, X, as_json, lines_of, missing
from .filing_actions import with_filings
from .models import Application

UNWRITTEN = "まだ書いていないところがあります：{names}。書いてから、送ってください。"
TOO_LATE = "申請の期限を過ぎているので、このサイトからは送れません。下書きは残っています。事情があるときは、担当課か事務局に相談してください。"
UNREPORTED = "前の催しなどの報告が、まだ出ていません：{names}。先に報告を出すか、事務局に相談してください。"


def keep(*names):
    """Hook.keep: what stands in these columns before the step, as JSON."""

    def kept(application, **_):
        return {"columns": {name: as_json(application, name) for name in names}}

    return kept


def put_back(application, *, undone, **_):
    """Hook.prepare of a taking back: the columns that the step wrote stand as they stood before it."""
    for name, value in undone.kept["columns"].items():
        field = Application._meta.get_field(name)
        is_day = isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
        setattr(application, field.attname, field.to_python(value) if is_day else value)
        if field.is_relation:
            application._state.fields_cache.pop(name, None)


def writes(step, *names, prepare, **more):
    """{step: Hook, undo_step: Hook} of a step that writes these columns in `prepare`, and of its taking back."""
    return {step: Hook(keep=keep(*names), prepare=prepare, **more), f"undo_{step}": Hook(prepare=put_back)}


def unreported_of(application):
    """[Application] of the same group whose report is overdue, also where that keeps nothing back any more. One query."""
    rows = Application.objects.unreported().filter(partner=application.partner_id).exclude(pk=application.pk)
    return list(rows.order_by("report_due", "pk"))


def _judged(application):
    """Whole, in time where that is asked for, and nothing overdue where that is: otherwise a ValidationError that says which."""
    if names := missing(application):
        raise ValidationError(UNWRITTEN.format(names="、".join(names)))
    late = application.apply_by is not None and timezone.localdate() > application.apply_by
    if late and application.spec.late == FormSpec.Late.REFUSE:
        raise ValidationError(TOO_LATE)
    if application.spec.unreported == FormSpec.Unreported.REFUSE:
        if barring := [row for row in unreported_of(application) if row.bar_lifted_on is None]:
            raise ValidationError(UNREPORTED.format(names="、".join(str(row) for row in barring)))


def _numbered(application):
    if application.number is None:
        year = fiscal_year(timezone.localdate())
        application.number = next_number("N", year, given=Application.objects.filter(number__isnull=False))
    application.search_text = search_text(application)
    application.is_late_filed = application.apply_by is not None and application.received_on > application.apply_by


def _submitted(application, **_):
    """Sent: it has its number, and the day on which it came, to the last second of that day."""
    _judged(application)
    application.received_on = timezone.localdate()
    if application.department_id is None and application.previous is not None:
        application.department_id = application.previous.department_id  # who had last year's reads this one
    _numbered(application)


def _entered(application, **_):
    """What came on paper counts from its 収受日; what lacks on it is asked for by a correction."""
    if application.starts_on is None or application.ends_on is None:
        raise ValidationError("始まる日と終わる日を入れてください。")
    _numbered(application)


def application_read(application):
    """(label, text) of everything that is sent: changed while its confirm page stood open, it is shown again."""
    yield from ((line.label, line.words) for line in lines_of(application))


def warnings_of(application):
    """[sentence] of what is not as it should be and stops nobody: for the group before it sends, for staff before they decide."""
    if application.received_on is None and application.apply_by is not None and timezone.localdate() > application.apply_by:
        yield "申請の期限を過ぎています。送ると「期限後」の印がつき、間に合わないことがあります。"
    elif application.is_late_filed:
        yield "期限のあとに出た申請です。"
    if application.spec.unreported != FormSpec.Unreported.IGNORE:
        for row in unreported_of(application):
            yield f"前の申請「{row}」の報告が、まだ出ていません。"
    if not application.may("decided") and (lacking := lacking_papers(application)):
        yield f"まだ付いていない書類があります：{'、'.join(lacking)}。紙で出すときは、担当課に届けてください。"
    basis = application.basis
    if basis is not None and not basis.is_standing:
        yield f"もとになる「{basis}」は、いま「{basis.status_label}」です。"


def lacking_papers(application):
    """[label] of the papers that it needs to be judged and that do not lie with it; none of one whose papers may be spared. Two
    queries."""
    if application.spares_papers:
        return []
    there = set(application.papers.standing().values_list("kind", flat=True))
    asked = application.spec.papers.filter(asked=Asked.ENTER, required=True)
    return [row.label for row in asked if row.kind not in there and (application.fee or not row.only_if_fee)]


def _warns(application):
    return list(warnings_of(application))


def _to_office(application, *, department, **_):
    application.department = department


def _to_another(application, *, department, **_):
    if department.pk == application.department_id:
        raise ValidationError({"department": "いまの担当課と同じです。ほかの課を選んでください。"})
    application.department = department


def _said_again(application, *, values=None, replies=None, **_):
    """What was sent again, as one word: the corrections keep it in full, and a second press is known by it."""
    return {"sent": etag_of({name: str(value) for name, value in (values or {}).items()}, sorted((replies or {}).items()))}


def _written_in(application):
    """The columns of what is asked to be put right; a form's own field lies in `extra`."""
    fields = [row.field for row in application.corrections.open()]
    return {"extra" if name.startswith(X) else name for name in fields}


def _before_correct(application, *, values, replies=None, **_):
    """Only what was asked for may change; everything else that was sent is dropped. values: {field of the point: value}."""
    asked = {row.field for row in application.corrections.open()}
    for name, value in values.items():
        if name in asked and name.startswith(X):
            extra = {key: old for key, old in application.extra.items() if key != name.removeprefix(X)}
            application.extra = extra | ({name.removeprefix(X): value} if value not in (None, "", []) else {})
        elif name in asked:
            setattr(application, name, value)
    refuse_untouched(application, CORRECTABLES, replies or {})
    starts, ends = application.starts_on, application.ends_on
    if starts and ends and ends < starts:
        raise ValidationError("終わる日は、始まる日か、それより後の日にしてください。")
    application.search_text = search_text(application)


def _keep_correct(application, **_):
    return {**keep(*_written_in(application), "search_text")(application), **open_items(application)}


def _corrected(application, *, by, replies=None, **_):
    """What was put right is stored: of the columns that a correction may ask for not all move with the state."""
    application.save(update_fields=sorted(_columns_of(application)))
    close_sent(application, CORRECTABLES, by=by, replies=replies or {})


def _columns_of(application):
    return {"extra" if row.field.startswith(X) else row.field for row in application.corrections.all()}


def _to_correct_again(application, *, undone, **_):
    """As it was before it was sent again, and the items open once more; what was sent begins their form."""
    open_sent_again(application, CORRECTABLES, undone, lambda: _as_before(application, undone))


def _as_before(application, undone):
    put_back(application, undone=undone)
    application.save(update_fields=sorted(undone.kept["columns"]))


CORRECT = correction_hooks(CORRECTABLES, goes_on=("go_on_unread", "go_on_read"))
SENT = ("number", "received_on", "is_late_filed", "department", "search_text")

HOOKS = {
    **CORRECT,
    "submit": Hook(keep=keep(*SENT[1:]), prepare=_submitted, reads=application_read, warns=_warns),
    "undo_submit": Hook(prepare=put_back),
    "enter": Hook(keep=keep("is_late_filed"), prepare=_entered, reads=application_read),
    "undo_enter": Hook(prepare=put_back),
    **writes("receive", "department", prepare=_to_office, warns=_warns),
    **writes("hand_over", "department", overwrites="columns", prepare=_to_another),
    "correct": Hook(
        keep=_keep_correct,
        prepare=_before_correct,
        notice=what_came_back(CORRECTABLES),
        details=_said_again,
        effect=_corrected,
    ),
    "undo_correct": Hook(effect=_to_correct_again),
}
HOOKS["ask_correct"] = replace(CORRECT["ask_correct"], warns=_warns)
HOOKS = with_filings(HOOKS, "correct", "withdraw")
