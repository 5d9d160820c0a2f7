"""News: written when something becomes public, rewritten with it, gone as soon as it is public no more."""

import copy
import datetime
import uuid

import pytest
from django.utils import timezone

from guidelines.models import Guideline, Municipality, Revision, Trouble
from guidelines.revisions.news import announce_revision, withdraw_guideline_news, withdraw_revision
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.notices.models import News
from kyodo_portal.pages.stale_news_actions import withdraw_stale
from kyodo_portal.process.actions import take_step
from partners.directory.listing_actions import change_listing
from partners.models import Area, Partner, Theme
from partners.offers.actions import close_offer, make_offer
from projects.calls.announced_actions import resume, withdraw
from projects.calls.news import announce_call
from projects.cycles.do.actions import edit_update, post_update, written_in
from projects.ledger import actions as ledger
from projects.ledger.objection_actions import object_to
from projects.ledger.objection_actions import withdraw as take_objection_back
from projects.models import Project
from projects.snapshots.actions import publish_year, unpublish_year
from tests import build
from tests.projects.ledger.build import World
from tests.projects.report.build import counted, row

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid, db):
    return copy.deepcopy(laid)


def told(**of):
    return list(News.objects.shown().filter(**of).order_by("pk").values_list("kind", "title"))


def keys(source):
    return set(News.objects.get(source=source).keys.values_list("key", flat=True))


def library():
    """A guideline of the own city, newer than that of the world."""
    town = Municipality.objects.get(is_own=True)
    return Guideline.objects.create(municipality=town, slug="new", title="手引", summary="x", published_at=timezone.now())


def test_an_entry_is_news_with_all_that_it_is_about_while_it_is_public(world):
    area = Area.objects.create(name="岩沢")
    entry = world.entry(areas=[area])
    source = f"project:{entry.pk}"
    assert told() == [("project", "見守り配達")]
    assert keys(source) == {source, "kind:project", f"area:{area.pk}", f"partner:{world.group.pk}", f"partner:{world.office.pk}"}
    since = News.objects.get().at

    def write(published, title):
        now = Project.objects.get(pk=entry.pk)
        ledger.edit_entry(now, by=world.clerk, published=published, etag=ledger.etag_of_entry(now), title=title)

    write(True, "見守り配達と昼食")
    assert told() == [("project", "見守り配達と昼食")] and News.objects.get().at == since
    assert keys(source) == {source, "kind:project", f"partner:{world.group.pk}", f"partner:{world.office.pk}"}
    write(False, "見守り配達と昼食")
    assert told() == []
    assert world.entry(published=False) and told() == []


def test_what_is_told_of_a_year_goes_and_comes_with_its_words(world):
    cycle = world.running()
    entry = cycle.project
    said = {"happened_on": timezone.localdate(), "title": "はじめての配達", "body": "5軒をまわりました。"}
    update = post_update(cycle, by=world.clerk, form_key=uuid.uuid4(), **said)
    assert told(kind="activity") == [("activity", "はじめての配達")]
    hidden = {**said, "is_public": False}
    edit_update(update, by=world.clerk, etag=fields_etag(written_in(update)), **hidden)
    assert told(kind="activity") == []
    update.refresh_from_db()
    edit_update(update, by=world.clerk, etag=fields_etag(written_in(update)), **said)
    assert told(kind="activity") == [("activity", "はじめての配達")]
    made = object_to(Project.objects.get(pk=entry.pk), by=world.representative, text="相談していません。")
    assert told() == []  # an objection pauses the publication, of the year's updates too
    take_objection_back(made, by=world.representative)
    assert told() == [("project", "見守り配達")]


def test_an_entry_that_is_taken_off_the_ledger_is_no_news(world):
    entry = world.entry()
    take_step(entry, "cancel", by=world.chief, version=entry.version, reason="まちがい", amends=())
    assert told() == []
    entry.refresh_from_db()
    take_step(entry, "restore", by=world.chief, version=entry.version, reason="正しかった")
    assert told() == [("project", "見守り配達")]


def test_a_call_is_news_from_its_moment_and_what_changes_of_it(world):
    later = build.call("来月の募集", published=False)
    later.published_at = timezone.now() + datetime.timedelta(days=3)
    later.save()
    announce_call(later)
    assert told() == [] and News.objects.get().at == later.published_at
    call = build.call("市民提案 令和8年度")
    announce_call(call)
    withdraw(call, by=world.chief, reason="予算がつかないため")
    assert told() == [("call", "「市民提案 令和8年度」の募集は取りやめになりました")]
    resume(call, by=world.chief, reason="予算がついたため")
    assert told()[1:] == [("call", "市民提案 令和8年度"), ("call", "「市民提案 令和8年度」の募集をもう一度始めました")]
    assert keys(f"call:{call.pk}:open") == {f"call:{call.pk}", "kind:call"}


def test_a_group_is_news_when_it_was_registered_and_never_a_person(world):
    _, clerk = build.office("secretariat")
    sent = build.registration(build.user(), secretary=clerk)
    take_step(sent, "approve", by=clerk, version=sent.version)
    group = Partner.objects.get(pk=sent.partner_id)
    assert told() == [("partner", "NPO法人 わかば見守りの会")]
    change_listing(group, by=clerk, shown=False, reason="苦情があったため")
    assert told() == []
    change_listing(group, by=clerk, shown=True, reason="解決したため")
    assert told() == []  # back is not new
    assert News.objects.filter(source__startswith="partner:").count() == 0


def test_what_a_group_gives_is_news_until_it_ends_and_never_what_a_person_gives(world):
    theme = Theme.objects.create(code="yuki-x", name="雪のこと", kana="ゆきのこと")
    words = {"side": "give", "kind": "things", "form": "plain", "title": "軽トラックを貸せます", "theme": theme}
    said = {"values": {**words, "since": build.days(0)}, "form_key": uuid.uuid4()}
    offer = make_offer(partner=world.group, by=world.representative, **said)
    assert told() == [("offer", "軽トラックを貸せます")]
    assert keys(f"offer:{offer.pk}") == {
        f"offer:{offer.pk}",
        "kind:offer",
        "theme:yuki-x",
        "trouble:yuki-x",
        f"partner:{world.group.pk}",
    }
    close_offer(offer, by=world.representative)
    assert told() == []
    person = build.partner("見本 一郎", kind="citizen", name_consent=True)
    build.join(world.stranger, person, "representative")
    make_offer(partner=person, by=world.stranger, **{**said, "form_key": uuid.uuid4()})
    assert told() == []


def test_what_speaks_of_a_trouble_is_news_for_who_follows_it(world, client_for):
    own = library()
    words = {"hitorigurashi": "見守り、一人暮らし", "yuki": "雪、除雪"}
    for order, (key, said) in enumerate(words.items()):
        Trouble.objects.create(guideline=own, section="1", key=key, order=order, title=f"{key}で困った", words=said)
    entry = world.entry()
    assert {"trouble:hitorigurashi", "theme:hitorigurashi"} <= keys(f"project:{entry.pk}")
    assert not {key for key in keys(f"project:{entry.pk}") if "yuki" in key}  # 雪 is too short, 除雪 is not said
    client = client_for(world.stranger)
    assert 'action="/follow/trouble:yuki/"' in client.get("/guidelines/help/yuki/").text
    assert client.post("/follow/trouble:yuki/").url == "/guidelines/help/yuki/"
    assert "yukiで困った" in client.get("/me/following/").text
    assert client.post("/follow/trouble:never/").status_code == 404


def test_a_case_that_a_revision_brings_is_news_with_it_and_goes_with_it(world):
    own = library()
    revision = Revision.objects.create(guideline=own, title="事例を足した", status="published", form_key=uuid.uuid4())
    said = {"title": "雪かき隊", "summary": "10人で。"}
    for key, before, after in (("new", None, said), ("changed", said, said), ("gone", said, None)):
        revision.rows.create(part="cases", key=key, before=before, after=after)
    announce_revision(revision)
    assert told() == [("guideline", "「手引」を新しくしました"), ("case", "雪かき隊")]
    assert News.objects.get(kind="case").url == "/guidelines/cases/new/new/"
    withdraw_revision(revision)
    assert told() == []
    announce_revision(revision)
    withdraw_guideline_news(own)
    assert told() == []


def test_the_secretariat_takes_a_row_off_and_puts_it_back(world, client_for):
    entry = world.entry()
    _, clerk = build.office("secretariat")
    row, admin = News.objects.get(source=f"project:{entry.pk}"), "/admin/notices/news/"
    assert client_for(world.clerk).get(admin).status_code == 403
    client = client_for(clerk)
    assert "見守り配達" in client.get(admin).text and "project:" in client.get(f"{admin}{row.pk}/change/").text
    client.post(admin, {"action": "take_off", "_selected_action": [row.pk]})
    assert told() == [] and "見守り配達" not in client_for().get("/feeds/news.atom").text
    now = Project.objects.get(pk=entry.pk)
    ledger.edit_entry(now, by=world.clerk, published=True, etag=ledger.etag_of_entry(now), title="見守り配達と昼食")
    assert told() == []  # other words bring it not back
    client.post(admin, {"action": "put_back", "_selected_action": [row.pk]})
    assert told() == [("project", "見守り配達と昼食")] and News.objects.get().at == row.at
    assert list(AuditEvent.objects.filter(note="新着").values_list("act", flat=True).order_by("pk")) == ["withdraw", "publish"]


def test_a_list_of_a_year_is_news_while_it_is_published(world):
    counted(2025, [row("花いっぱい")], world.chief)
    assert told() == [("report", "令和7年度の一覧を公表しました")]
    publish_year(2025, by=world.chief)
    assert len(told()) == 1
    unpublish_year(2025, by=world.chief)
    assert told() == []


def test_what_a_step_makes_public_is_no_news_before_it_is_told(world, settings):
    settings.KYODO_UNDO_MINUTES = 10
    _, clerk = build.office("secretariat")
    sent = build.registration(build.user(), secretary=clerk)
    take_step(sent, "approve", by=clerk, version=sent.version)
    assert told() == [] and News.objects.count() == 1
    sent.refresh_from_db()
    take_step(sent, "undo_approve", by=clerk, version=sent.version, reason="別の団体でした")
    assert News.objects.count() == 0


def test_what_left_by_another_way_is_found_by_the_clock(world):
    entry = world.entry()
    withdraw_stale()
    assert told() == [("project", "見守り配達")]
    Project.objects.filter(pk=entry.pk).update(published_at=None)
    withdraw_stale()
    assert told() == []
