"""What belongs to an office besides its entries goes with the whole of it, each kind by its own rule; taken back it is as before."""

import copy
import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_tasks
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Membership, Partner, Request
from partners.requests.actions import send_request
from projects.asks.actions import ask_groups
from projects.handover.actions import membership_ends
from projects.inventory.round_actions import make_round
from projects.ledger.objection_actions import object_to
from projects.models import Ask, Committee, Handover, InventorySheet, Proposal, TalkPart
from projects.proposals.workflow import ProposalStatus
from projects.reorganisations.found import KINDS
from projects.voices.topic_actions import begin_topic
from tests import build
from tests.partners.requests.build import old
from tests.projects.applications.build import begun, form, step
from tests.projects.grants.build import scheme
from tests.projects.inventory.build import go
from tests.projects.opinions import build as opinions
from tests.projects.voices.build import area, theme

from .build import City

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(scope="module")
def laid_city(lay):
    return lay(City)


@pytest.fixture
def city(laid_city):
    return copy.deepcopy(laid_city)


def office_of(row, column="office"):
    return getattr(type(row).objects.get(pk=row.pk), column)


def inventory(city):
    """The sheet of the first office in a round that is open, with its two entries of this year as lines."""
    year = fiscal_year(TODAY())
    round = make_round(
        by=city.chief, form_key=uuid.uuid4(), fiscal_year=year, opens_on=TODAY(), closes_on=build.days(20), asks_plans=False,
        asks_possibilities=False,
    )  # fmt: skip
    go(round, "open", by=city.chief)
    return {sheet.office.name: sheet for sheet in InventorySheet.objects.filter(round=round).select_related("office")}


def titles(sheet):
    return sorted(sheet.lines.values_list("title", flat=True))


def test_lines_of_a_sheet_go_into_the_new_offices_sheet_and_back(city):
    sheets = inventory(city)
    mine, theirs = sheets[city.office.name], sheets["商工観光課"]
    before, added = titles(mine), titles(theirs)
    assert before == ["花いっぱい運動", "見守り配達"] and added == []
    made = city.carried()
    assert titles(mine) == [] and titles(theirs) == before
    city.press(made, "undo_carry_out")
    assert titles(mine) == before and titles(theirs) == []


def test_where_the_new_office_has_no_sheet_it_gets_the_old_ones_as_it_is(city):
    sheets = inventory(city)
    sheets["商工観光課"].delete()
    mine = sheets[city.office.name]
    before = titles(mine)
    made = city.carried()
    assert office_of(mine) == city.other and titles(mine) == before
    city.press(made, "undo_carry_out")
    assert office_of(mine) == city.office


def test_of_a_split_office_only_the_lines_of_what_goes_change_the_sheet(city):
    sheets = inventory(city)
    mine, theirs = sheets[city.office.name], sheets["商工観光課"]
    city.carried(lines=[{"numbers": [city.first.number]}])
    assert titles(theirs) == ["見守り配達"] and titles(mine) == ["花いっぱい運動"]


def test_a_handover_that_nobody_has_taken_goes_on_in_the_new_office_where_its_giver_does_not_go_along(city):
    row = Membership.objects.select_related("user", "partner").get(user=city.clerk, partner=city.office)
    row.until = build.days(20)
    row.save()
    handover = membership_ends(row, by=city.chief)
    made = city.carried()
    assert office_of(handover, "partner") == city.other
    city.press(made, "undo_carry_out")
    assert office_of(handover, "partner") == city.office and Handover.objects.count() == 1


def test_proposals_that_are_under_way_go_with_their_talks_and_what_is_over_stays(city):
    to = build.call(department=city.office)
    going = Proposal.objects.create(
        call=to, partner=city.group, department=city.office, wished_department=city.office, status=ProposalStatus.IN_TALKS,
        created_by=city.representative, title="雪おろしの輪", number="R8-001", submitted_at=timezone.now(), form_key=uuid.uuid4(),
    )  # fmt: skip
    over = Proposal.objects.create(
        call=to, partner=city.group, department=city.office, status=ProposalStatus.WITHDRAWN, created_by=city.representative,
        title="前の提案", number="R8-002", submitted_at=timezone.now(), form_key=uuid.uuid4(),
    )  # fmt: skip
    talk = TalkPart.objects.create(proposal=going, department=city.office, asked_by=city.clerk)
    made = city.carried()
    assert [office_of(going, column) for column in ("department", "wished_department")] == [city.other, city.other]
    assert office_of(talk, "department") == city.other and office_of(over, "department") == city.office
    city.press(made, "undo_carry_out")
    assert office_of(going, "department") == office_of(talk, "department") == city.office


def test_a_committee_that_goes_on_gets_the_new_office_and_one_that_ended_keeps_the_old_one(city):
    going = Committee.objects.create(name="協働推進委員会", department=city.office)
    ended = Committee.objects.create(name="前の委員会", department=city.office, ended_on=build.days(-9))
    made = city.carried()
    assert office_of(going, "department") == city.other and office_of(ended, "department") == city.office
    city.press(made, "undo_carry_out")
    assert office_of(going, "department") == city.office


def test_asks_of_this_year_are_the_new_offices_and_those_of_last_year_stay(city):
    said = {"kind": "member", "title": "見守り委員の推薦", "what": "1人、お願いします。", "people": 1, "due_on": build.days(30)}
    asked = {
        year: ask_groups(
            by=city.clerk, office=city.office, partners=[city.group], form_key=uuid.uuid4(), fiscal_year=year, place="", when="", **said
        )
        for year in (fiscal_year(TODAY()), fiscal_year(TODAY()) - 1)
    }  # fmt: skip
    made = city.carried()
    this, last = asked.values()
    assert office_of(this) == city.other and office_of(last) == city.office
    city.press(made, "undo_carry_out")
    assert office_of(this) == city.office and Ask.objects.count() == 2


def what_an_office_has(city):
    """{column: a row} of what an office has besides entries and the kinds above: each is still to be dealt with."""
    form("nominal", "後援").specs.all().delete()
    application = begun(city.group, city.representative)
    step(application, "submit", city.representative)
    step(application, "receive", city.chief, department=city.office)
    topic = begin_topic(
        by=city.chief, form_key=uuid.uuid4(), title="昼のバス", summary="昼のバスがありません。", theme=theme(), area=area(),
        department=city.office,
    )  # fmt: skip
    writer = old(build.user("川上 花"))
    words = {"about": f"partner:{city.office.pk}", "about_label": city.office.name, "form_key": uuid.uuid4()}
    letter = send_request(by=writer, to=city.office, kind="ask", text="だれに聞けばよいですか。", **words)
    return {
        "application": (application, "department"),
        "scheme": (scheme(city.office), "department"),
        "round": (opinions.made(city.office), "department"),
        "topic": (topic, "department"),
        "letter": (letter, "to"),
    }


def test_whatever_else_waits_for_the_office_waits_for_the_new_one(city):
    rows = what_an_office_has(city)
    inside = Request.objects.get(pk=rows["letter"][0].pk)
    inside.pk, inside.form_key, inside.by, inside.from_partner = None, uuid.uuid4(), city.other_clerk, city.other
    inside.save()
    sync_tasks(inside)
    object_to(city.first, by=city.representative, text="していません。")
    made = city.carried()
    assert {name: office_of(*row) for name, row in rows.items()} == dict.fromkeys(rows, city.other)
    assert office_of(inside, "to") == city.office  # its writer is the new office itself
    waiting = Task.objects.open().filter(party__in=[f"p{city.office.pk}", f"r{city.office.pk}"]).exclude(subject_id=inside.pk)
    assert not waiting.exists() and list(wrong_tasks()) == []
    city.press(made, "undo_carry_out")
    assert {name: office_of(*row) for name, row in rows.items()} == dict.fromkeys(rows, city.office)


# Why what names an office besides does not go along with it.
STAYS = {
    ("projects.Talk", "department"): "what an office said then",
    ("projects.Decision", "department"): "what an office took over then",
    ("projects.Consultation", "department"): "who asked for advice agreed that this office is told",
    ("projects.InventorySheet", "office"): "sheets have a rule of their own (sheet_moves)",
    ("projects.RenamedOffice", "office"): "the 改組 itself",
}


def test_every_column_that_names_an_office_goes_along_or_says_why_not():
    moved = {(kind.model._meta.label, kind.column) for kind in KINDS}
    named = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Partner and field.name in ("department", "office") and not model.__name__.startswith("Hist")
    }
    assert named - moved == {*STAYS}
