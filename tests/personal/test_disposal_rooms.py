"""What the yearly 廃棄 takes along of a matter: whatever room of it said something, the newest ones too."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from kyodo_portal.audit import guard
from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking, text_fields
from kyodo_portal.common.files import uploads
from kyodo_portal.personal.disposal_actions import ERASERS
from kyodo_portal.personal.retention_records import FINDERS
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.file_actions import keep_file
from partners.models import Registration
from projects.models import Answer, DraftComment, Proposal, SignOff, SignOffScan, Talk
from tests import build
from tests.projects.applications import build as applications
from tests.projects.grants import build as grants
from tests.projects.ledger.build import form

from .build import everywhere
from .test_retention import ended

pytestmark = pytest.mark.django_db
MARK = "雲居さざれ"
# Words of the program, and what makes a row known: none of a person.
CODES = {
    "step", "from_state", "to_state", "way", "status", "page", "etag", "field", "asked_in", "number", "stored_as", "sha256",
    "content_type", "document_number", "confirmed_number", "code", "label", "field_label",
}  # fmt: skip


def said_everywhere(row):
    """The mark stands in every text of a matter and of what hangs on it. {table} of what hangs there."""
    guard.lift(connection)
    tables = set()
    for rows in [type(row)._base_manager.filter(pk=row.pk), *hanging(row)]:
        model = rows.model
        tables |= {model._meta.db_table} if rows.exists() else set()
        for field in text_fields(model):
            if field.name in CODES or field.unique:
                continue
            if field.get_internal_type() == "JSONField":
                rows.exclude(**{field.name: None}).update(**{field.name: {"text": MARK}})
            else:
                rows.exclude(**{field.name: ""}).update(**{field.name: MARK[: field.max_length]})
    guard.install(connection)
    return tables


def hanging(row):
    for relation in row._meta.related_objects:
        if not relation.many_to_many:
            yield relation.related_model._base_manager.filter(**{relation.field.name: row.pk})


def left(kind, row):
    """{table.column} in which the mark still stands once the matter was disposed of. Notices and mails have terms of their own."""
    assert row.pk in {one.pk for one in FINDERS[kind]()}
    with blanking(record("dispose", by=None)):
        ERASERS[kind]([row.pk])
    assert row.pk not in {one.pk for one in FINDERS[kind]()}
    found = {place for place, text in everywhere().items() if MARK in re.sub(r"\s", "", text)}
    return {place for place in found if not place.startswith("notices_")}


def test_a_withdrawn_proposal_says_nothing_any_more(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body, leader, _ = build.group("雪割草の会")
    department, clerk = build.office("department")
    row = build.submitted(body, leader, to=build.call(), title="見守り")
    DraftComment.objects.create(proposal=row, page="idea", text="よい案です。", by=clerk, form_key=build.uuid4())
    paper = {"channel": "paper", "signed_by": "紙の人", "received_on": build.days(0), "entered_by": clerk}
    signed = SignOff.objects.create(proposal=row, etag="x", **paper)
    stored = uploads.Accepted("紙.pdf", "application/pdf", b"%PDF-1.4")
    keep_file(SignOffScan, stored, by=clerk, sign_off=signed)
    said = {"attendees": "みんな", "summary": "話した。", "opinion": "よい。", "by": clerk, "department": department}
    first = Talk.objects.create(proposal=row, held_on=build.days(0), form_key=build.uuid4(), **said)
    more = {"replaces": first, "correction_note": "日がちがった。"}
    Talk.objects.create(proposal=row, held_on=build.days(0), form_key=build.uuid4(), **said, **more)
    take_step(row, "withdraw", by=leader, version=row.version, reason="都合です。")
    row = Proposal.objects.get(pk=row.pk)
    tables = said_everywhere(row)
    assert tables >= {
        "projects_plannedgoal", "projects_plannedstep", "projects_roleshare", "projects_budgetline", "projects_draftcomment", "projects_talk",
        "projects_signoff", "projects_proposalrevision", "projects_proposalchange", "projects_answer",
    }  # fmt: skip
    assert left("proposal_ended", row) == {"projects_proposal.title"}
    assert not SignOffScan.objects.exists() and not Answer.objects.exclude(text="").exists()


def test_an_application_says_nothing_any_more_not_to_a_search_either():
    world = applications.World()
    row = world.sent
    applications.step(row, "withdraw", world.chair, reason="都合です。")
    tables = said_everywhere(row)
    assert "projects_applicationchange" in tables
    type(row).objects.filter(pk=row.pk).update(search_text=MARK)
    assert left("application", row) == {"projects_application.title", "projects_application.search_text"}
    row.refresh_from_db()
    assert row.search_text.count("雲居") == 1  # of the title, which stays: the place is gone


def test_a_grant_keeps_sums_days_and_numbers():
    form("grant", "補助")
    office, official = build.office("department")
    group, leader, _ = build.group("雪割草の会")
    row = grants.begun(grants.rule(grants.scheme(office)), group, leader)
    row = take_step(row, "submit", by=leader, version=row.version)
    items = [{"field": "purpose", "reason": "くわしく。"}]
    row = take_step(row, "ask_correct", by=official, version=row.version, items=items, due=build.days(9))
    take_step(row, "withdraw", by=leader, version=row.version, reason="都合です。")
    row.refresh_from_db()
    tables = said_everywhere(row)
    assert tables >= {"projects_grantline", "projects_grantcorrection", "projects_grantchange"}
    assert left("grant", row) == {"projects_grant.title"}
    assert {line.budget for line in row.lines.all()} == {280_000, 140_000}


def test_a_declined_registration_says_of_nobody_any_more(client_for):
    staff = build.office("secretariat")[1]
    row = ended(build.user(), "decline", years=4, staff=staff)
    checks = row.checks.all()
    assert checks.exists()
    checks.update(note="会長の本人確認がまだ。", staff="waived", by=staff, at=timezone.now())
    said_everywhere(row)
    Registration.objects.filter(pk=row.pk).update(payload={"name": "朗読の会", "representative": MARK, "email": "a@example.jp"})
    assert left("registration_declined", row) == set()
