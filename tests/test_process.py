"""The one door and its page, seen through the registration table: who, from where, which version, what is written."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit import guard
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.forms import step_form
from partners.models import Membership, Partner, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """A group with a submitted application, its representative, and one person of the secretariat."""
    today = timezone.localdate()
    group = Partner.objects.create(name="見本の会", kind="civic")
    office = Partner.objects.create(name="見本課", kind="department", office="secretariat", standing="registered")
    rep = User.objects.create_user("rep@example.jp", name="見本 花子")
    staff = User.objects.create_user("staff@example.jp", name="見本 太郎")
    Membership.objects.create(user=rep, partner=group, part="representative", since=today)
    Membership.objects.create(user=staff, partner=office, since=today)
    case = Registration.objects.create(partner=group, status="submitted", version=1, created_by=rep, form_key=uuid.uuid4())
    return case, rep, staff


def test_a_step_writes_state_version_history_audit_and_notice_once(people, monkeypatch):
    case, rep, staff = people
    monkeypatch.setattr(Registration, "get_absolute_url", lambda self: f"/partners/registrations/{self.pk}/")
    take_step(case, "decline", by=staff, version=1, reason="区域の外のためです。")
    case.refresh_from_db()
    assert (case.status, case.version) == ("declined", 2)
    change = case.changes.get()
    assert (change.version, change.step, change.from_state, change.to_state, change.by, change.reason) == (
        2,
        "decline",
        "submitted",
        "declined",
        staff,
        "区域の外のためです。",
    )
    assert AuditEvent.objects.get(act="step").note == "団体の登録: 承認しない"
    assert Notice.objects.get().title == "見本の会の登録は承認されませんでした"
    assert Delivery.objects.get().to == "rep@example.jp"


def test_who_may_not_is_refused_before_anything_is_written(people):
    case, rep, _ = people
    with pytest.raises(PermissionDenied):
        take_step(case, "approve", by=rep, version=1)
    assert not case.changes.exists()


def test_an_old_version_is_stale_and_nothing_is_written(people):
    case, _, staff = people
    with pytest.raises(Stale):
        take_step(case, "decline", by=staff, version=0, reason="理由")
    assert not case.changes.exists() and not Notice.objects.exists()


def test_a_step_from_another_state_is_stale(people):
    case, rep, _ = people
    with pytest.raises(Stale):
        take_step(case, "correct", by=rep, version=1)


def test_a_row_that_asks_for_a_reason_gets_one(people):
    case, _, staff = people
    with pytest.raises(ValidationError):
        take_step(case, "decline", by=staff, version=1, reason="  ")


def test_somebody_of_the_group_never_judges_it_even_as_staff(people):
    case, _, staff = people
    Membership.objects.create(user=staff, partner=case.partner, since=datetime.date(2020, 1, 1))
    with pytest.raises(PermissionDenied):
        take_step(case, "decline", by=staff, version=1, reason="理由")


def test_the_step_form_asks_what_the_row_asks_and_says_what_is_missing(people):
    case, _, staff = people
    form = step_form(case.process.step("decline"), case, data={"version": "1", "reason": ""})
    assert not form.is_valid()
    assert form.error_list == [("id_reason", "理由を入れてください。")]


def test_trail_history_and_what_was_sent_are_guarded_by_the_database():
    assert list(guard.guarded()) == [
        "audit_auditevent",
        "guidelines_revisionchange",
        "letters_officialletter",
        "partners_listingchange",
        "partners_registrationchange",
        "partners_requestchange",
        "projects_applicationchange",
        "projects_casedraftchange",
        "projects_cyclechange",
        "projects_departmentchange",
        "projects_grantchange",
        "projects_handoverchange",
        "projects_inventoryroundchange",
        "projects_inventorysheetchange",
        "projects_opinionroundchange",
        "projects_projectchange",
        "projects_proposalchange",
        "projects_proposalrevision",
        "projects_reorganisationchange",
        "projects_snapshot",
        "projects_snapshotrow",
        "projects_topicchange",
        "projects_voicechange",
        "projects_yearreportchange",
    ]
    assert guard.missing_triggers(connection) == []


def test_the_database_refuses_to_change_or_delete_a_decision(people):
    case, _, staff = people
    take_step(case, "decline", by=staff, version=1, reason="区域の外のためです。")
    for row in (case.changes.get(), AuditEvent.objects.get(act="step")):
        decisions = type(row).objects.filter(pk=row.pk)
        for spoil in (lambda: decisions.update(at=timezone.now()), decisions.delete):  # noqa: B023  called at once
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                spoil()
        assert decisions.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        case.delete()  # its history would go with it
