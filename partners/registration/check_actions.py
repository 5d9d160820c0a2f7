"""The checks of an application: filled when it is sent, confirmed or waived by the secretariat."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict

from .access import can_check
from .check_models import RegistrationCheck
from .findings import findings_of, missing_papers
from .models import Registration

IN_THE_PAGE = "紙を撮った写真でもかまいません。「資料」の画面で付けられます。"
WAIVES_SILENTLY = "「合っていないが、認める」を選んだ要件に、認める理由を書いてください。"


def refuse_without_papers(registration):
    """ValidationError where a paper that must go with it is missing."""
    missing = missing_papers(registration)
    if missing:
        names = "」「".join(map(str, missing))
        where = "「変わったところがある」として、付けてから出してください。" if registration.unchanged else IN_THE_PAGE
        raise ValidationError(f"「{names}」を付けてください。{where}")


def fill_checks(registration):
    """Write what the portal finds now. What the secretariat said stays where the finding is the same as before."""
    found = {row.code: (order, row) for order, row in enumerate(findings_of(registration), 1)}
    known = {row.code: row for row in registration.checks.all()}
    registration.checks.exclude(code__in=found).delete()
    new = []
    for code, (order, row) in found.items():
        check = known.get(code) or RegistrationCheck(registration=registration, code=code)
        stood = (check.machine, check.why)
        check.label, check.machine, check.why, check.order = row.label, row.machine, row.why, order
        if check.pk is None:
            new.append(check)
            continue
        if stood != (row.machine, row.why):
            check.staff, check.by, check.at = "", None, None
        check.save()
    RegistrationCheck.objects.bulk_create(new)


def etag_of_checks(registration):
    """The token of what the page of the checks shows."""
    return etag_of(list(registration.checks.values_list("code", "machine", "why", "staff", "note")))


@transaction.atomic
def confirm_checks(*, registration, by, answers, etag):
    """Keep what the secretariat says to the conditions. answers: {code: (a RegistrationCheck.Staff or "", note)}.

    EditConflict where somebody said something since the page was opened, or it was sent anew; ValidationError where one is waived
    without a reason.
    """
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not can_check(by, locked):
        raise PermissionDenied
    if etag != etag_of_checks(locked):
        raise EditConflict(OVERTAKEN, locked)
    if any(word == RegistrationCheck.Staff.WAIVED and not note for word, note in answers.values()):
        raise ValidationError(WAIVES_SILENTLY)
    changed = []
    for check in locked.checks.filter(code__in=answers):
        word, note = answers[check.code]
        if (word, note) == (check.staff, check.note):
            continue
        before = check.get_staff_display()
        check.staff, check.note = word, note
        check.by, check.at = (by, timezone.now()) if word else (None, None)
        check.save(update_fields=["staff", "note", "by", "at"])
        now = check.get_staff_display()
        changed.append(f"「{check.label}」{f'{before}→' if before != now else ''}{now}")
    record("edit", by=by, target=locked, note="：".join(filter(None, ("要件の確認", "、".join(changed)))))
    return locked
