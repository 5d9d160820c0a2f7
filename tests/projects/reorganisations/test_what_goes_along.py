"""What belongs to an office besides its entries goes with the whole of it, each kind by its own rule; taken back it is as before."""

import copy
import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.notices.models import NewsKey
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_source, sync_tasks
from kyodo_portal.process.task_checks import wrong_tasks
from partners.events.news import announce_event
from partners.models import Event, KnownAnswer, Membership, Offer, Partner, Request
from partners.offers.todo import OFFERS
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


def test_events_to_come_are_the_new_offices_with_whoever_holds_them_together(city):
    coming, draft = build.event(city.office, "防災の日", at=20), build.event(city.office, "下書きの会", at=30, published_at=None)
    over, with_others = build.event(city.office, "前の会", at=-5), build.event(city.group, "祭り", at=20)
    coming.co_hosts.add(city.other, city.group)
    with_others.co_hosts.add(city.office)
    both = build.event(city.third, "合同の会", at=20)
    both.co_hosts.add(city.office, city.other)
    announce_event(coming)
    made = city.carried()
    assert [office_of(row, "host") for row in (coming, draft, over, with_others)] == [
        city.other,
        city.other,
        city.office,
        city.group,
    ]
    assert [*coming.co_hosts.all()] == [city.group]  # nobody holds an event together with itself
    assert [*with_others.co_hosts.all()] == [city.other] and [*both.co_hosts.all()] == [city.other]
    assert "商工観光課" in Event.objects.get(pk=coming.pk).search_text
    assert f"partner:{city.other.pk}" in set(
        NewsKey.objects.filter(news__source=f"event:{coming.pk}").values_list("key", flat=True)
    )
    city.press(made, "undo_carry_out")
    assert [office_of(row, "host") for row in (coming, draft, over)] == [city.office] * 3
    assert {*coming.co_hosts.all()} == {city.other, city.group} and {*both.co_hosts.all()} == {city.office, city.other}
    keys = set(NewsKey.objects.filter(news__source=f"event:{coming.pk}").values_list("key", flat=True))
    assert f"partner:{city.office.pk}" in keys and f"partner:{city.other.pk}" not in keys
    assert "商工観光課" not in Event.objects.get(pk=coming.pk).search_text


def test_what_the_office_gives_and_answers_goes_along_and_what_it_closed_stays(city):
    live, asked = build.offer(city.office, "会議室"), build.offer(city.office, "机", asked_on=TODAY())
    closed = build.offer(city.office, "前の部屋", closed_at=timezone.now(), ended="closed")
    passed = build.offer(city.office, "夏の部屋", since=build.days(-60), until=build.days(-1))
    own = KnownAnswer.objects.create(
        partner=city.office, about=f"partner:{city.office.pk}", question="どこですか", answer="2階です。"
    )
    of_offer = KnownAnswer.objects.create(partner=city.office, about=f"offer:{live.pk}", question="広いですか", answer="30人。")
    sync_source(OFFERS, asked)
    made = city.carried()
    assert [office_of(row, "partner") for row in (live, asked, closed, passed)] == [
        city.other,
        city.other,
        city.office,
        city.office,
    ]
    assert "商工観光課" in Offer.objects.get(pk=live.pk).search_text
    assert "会議室" in office_of(live, "partner").search_text
    assert "会議室" not in Partner.objects.get(pk=city.office.pk).search_text
    own.refresh_from_db()
    of_offer.refresh_from_db()
    assert (own.partner, own.about) == (city.other, f"partner:{city.other.pk}")
    assert (of_offer.partner, of_offer.about) == (city.other, f"offer:{live.pk}")
    assert Task.objects.open().get(process="offer", subject_id=asked.pk).party == f"p{city.other.pk}"
    city.press(made, "undo_carry_out")
    own.refresh_from_db()
    assert (own.partner, own.about) == (city.office, f"partner:{city.office.pk}") and office_of(live, "partner") == city.office
    assert "会議室" in office_of(live, "partner").search_text
    assert Task.objects.open().get(process="offer", subject_id=asked.pk).party == f"p{city.office.pk}"


def test_the_page_says_before_and_after_what_goes_along_on_that_day(city, client_for):
    build.event(city.office, "防災の日", at=20)
    build.event(city.office, "その日より前の会", at=3)
    build.offer(city.office, "会議室")
    KnownAnswer.objects.create(partner=city.office, question="どこですか", answer="2階です。")
    made = city.laid_out(on=9)
    text = client_for(city.chief).get(made.get_absolute_url()).content.decode()
    assert [words in text for words in ("催し 1件", "できること・求めること 1件", "よくある質問 1件")] == [True] * 3
    city.press(made, "announce")
    city.press(made, "carry_out")  # at once: the day is today, and the earlier event is still to come
    text = client_for(city.chief).get(made.get_absolute_url()).content.decode()
    assert [words in text for words in ("催し　2件", "できること・求めること　1件", "よくある質問　1件")] == [True] * 3


def test_what_the_office_wrote_to_a_group_is_answered_to_the_new_one(city):
    words = {"about": f"partner:{city.group.pk}", "about_label": city.group.name, "form_key": uuid.uuid4()}
    letter = send_request(
        by=city.clerk, to=city.group, kind="ask", text="集会所は空いていますか。", from_partner=city.office, **words
    )
    made = city.carried()
    assert office_of(letter, "from_partner") == city.other and list(wrong_tasks()) == []
    city.press(made, "undo_carry_out")
    assert office_of(letter, "from_partner") == city.office


# What names a body and does not go along with an office: [columns] by why.
STAYS = {
    "what an office said, decided, took over or was called then": (
        "projects.Talk.department", "projects.Decision.department", "projects.DepartmentChange.former", "projects.DepartmentChange.new",
        "partners.PartnerName.partner", "partners.PartnerMerge.keep", "partners.PartnerMerge.gone", "partners.ListingChange.partner",
    ),
    "who asked for advice agreed that this office is told": ("projects.Consultation.department",),
    "a rule of its own: entries, sheets, people, the 改組 itself": (
        "projects.Participation.partner", "projects.InventorySheet.office", "partners.Membership.partner",
        "projects.RenamedOffice.office", "projects.ReorganisationLine.former", "projects.ReorganisationLine.successor",
        "projects.ReorganisationPlace.goes_to", "projects.MovedMatter.former", "projects.MovedMatter.successor",
    ),
    "the new office has its own hours, and says itself to whom it does not answer": ("partners.Desk.partner", "partners.Block.partner"),
    "says itself who came after it": ("partners.Partner.successor",),
    "a group's, never an office's": (
        "partners.Registration.partner", "partners.Consent.partner", "partners.Takeover.partner", "partners.Errand.partner",
        "partners.PartnerImportRow.partner", "partners.Event_not_with.partner", "partners.Assignment.partner", "partners.Partner.merged_into",
        "projects.Proposal.partner", "projects.JointGroup.partner", "projects.JointGroup.lead", "projects.Application.partner",
        "projects.Grant.partner",
        "projects.AskedGroup.partner", "projects.Objection.partner", "projects.Exclusion.partner", "projects.LateAdmission.partner",
        "projects.Preparation.partner", "projects.EligibilityWaiver.partner", "projects.InventoryLine.partner", "personal.Hold.partner",
        "projects.Consultation.body", "projects.Consultation.partner", "projects.Consultation_introduced.partner",
        "projects.DeskReport.body", "projects.Zone.body",
    ),
}  # fmt: skip


def test_every_column_that_names_a_body_goes_along_or_says_why_not():
    moved = {f"{kind.model._meta.label}.{kind.column}" for kind in KINDS}
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Partner and not model.__name__.startswith("Hist") and model._meta.auto_created is not Partner
    }
    assert named - moved == {column for columns in STAYS.values() for column in columns}
