"""A new version of 登録の要件 is made, and put in force from a day: the former one stays with what was begun by it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.version_actions import copy_rows, refuse_unwritten, rows_below

from .access import can_renew_rule
from .models import PaperRule, RegistrationRule, RuleField

PARTS = (RuleField, PaperRule)
MANY = ("pledges", "entitlements")
NOT_COPIED = ("id", "version", "in_force_from", "until", "updated_at")
COPIED = [column.attname for column in RegistrationRule._meta.concrete_fields if column.name not in NOT_COPIED]


@transaction.atomic
def new_version(rule, *, by):
    """A draft that says what `rule` says. One draft of a kind at a time: a second press finds it."""
    if not can_renew_rule(by):
        raise PermissionDenied
    known = RegistrationRule.objects.select_for_update().filter(kind=rule.kind).order_by("-version")
    versions = list(known)
    draft = next((row for row in versions if row.is_draft), None)
    if draft is not None:
        return draft
    made = RegistrationRule.objects.create(version=versions[0].version + 1, **{name: getattr(rule, name) for name in COPIED})
    for name in MANY:
        getattr(made, name).set(getattr(rule, name).all())
    copy_rows(PARTS, "rule", of=rule, to=made)
    record("edit", by=by, target=made, note="新しい版をつくった")
    return made


def etag_of_rule(rule):
    """The token of what the page of a version shows: its columns and rows, and since when it holds."""
    many = [list(getattr(rule, name).order_by("pk").values_list("pk", flat=True)) for name in MANY]
    return etag_of(str(rule.in_force_from), [str(getattr(rule, name)) for name in COPIED], rows_below(PARTS, "rule", rule), many)


@transaction.atomic
def put_in_force(rule, *, by, since, etag):
    """Applications that begin on `since` or later go by this draft; the version before holds until the day before. A second press
    finds it in force.

    EditConflict where it was changed since the page was opened; ValidationError for a day in the past, for one on or before the
    first day of the version before, and where it does not fit together.
    """
    if not can_renew_rule(by):
        raise PermissionDenied
    versions = list(RegistrationRule.objects.select_for_update().filter(kind=rule.kind).order_by("pk"))
    locked = next(row for row in versions if row.pk == rule.pk)
    if not locked.is_draft:
        return locked
    if etag != etag_of_rule(locked):
        raise EditConflict(OVERTAKEN, locked)
    _refuse(locked, versions, since)
    for row in versions:
        if not row.is_draft and row.until is None:
            row.until = since - datetime.timedelta(days=1)
            row.save(update_fields=["until", "updated_at"])
    locked.in_force_from = since
    locked.save(update_fields=["in_force_from", "updated_at"])
    record("edit", by=by, target=locked, note="使い始める日を決めた")
    return locked


def _refuse(rule, versions, since):
    rule.clean()
    if since < timezone.localdate():
        raise ValidationError({"since": "今日か、それより後の日にしてください。"})
    if any(row.in_force_from and row.in_force_from >= since for row in versions):
        raise ValidationError({"since": "前の版の使い始めの日より、後の日にしてください。"})
    refuse_unwritten(rule.fields.all())
    if not rule.pledges.exists():
        raise ValidationError("約束を1つ以上選んでください。")
    codes = [row.code for row in rule.pledges.all()]
    if len(set(codes)) < len(codes):
        raise ValidationError("同じ約束の2つの版が選ばれています。使うほうの版だけを選んでください。")
