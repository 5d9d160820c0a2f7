"""A body gets another name: it is found by both, and a year that is over says the one of then."""

import pytest

from partners.directory.models import Partner
from partners.directory.name_actions import keep_name
from partners.directory.name_models import as_named_on
from partners.models import PartnerName
from projects.entries.search import refresh_entries_of
from projects.models import Participation
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


def rename(client, partner, name, **more):
    """What the secretariat's page of this body sends, with another name."""
    page = f"/admin/partners/partner/{partner.pk}/change/"
    form = client.get(page).context["adminform"].form
    sent = {key: value for key in form.fields if (value := form[key].value()) not in (None, False)}
    return client.post(page, {**sent, "name": name, **more})


def test_a_rename_keeps_the_name_of_before_and_both_are_found(client_for):
    world = World()
    entry = world.entry(title="花いっぱい運動")
    build.offer(world.office, "会議室を貸します")
    build.event(world.office, "防災の日")
    client = client_for(world.chief)
    before = world.office.name
    answer = rename(client, world.office, "商工観光課", renamed_on=build.days(-2).isoformat())
    assert answer.status_code == 302
    kept = PartnerName.objects.get()
    assert (kept.partner, kept.name, kept.since, kept.until) == (world.office, before, None, build.days(-3))
    for name in (before, "商工観光課"):
        assert "商工観光課" in build.read(client, "/partners/", {"q": name})
        assert "花いっぱい運動" in build.read(client, "/projects/", {"q": name}), name
    assert "会議室を貸します" in build.read(client, "/partners/offers/", {"q": "商工観光課"})
    assert "防災の日" in build.read(client, "/events/", {"q": "商工観光課"})
    assert f"まで「{before}」" in build.read(client, f"/partners/{world.office.pk}/")
    then, now = (
        as_named_on([world.office], build.days(-9)),
        as_named_on(Partner.objects.filter(pk=world.office.pk), build.days(0)),
    )
    assert (then[0].name, now[0].name) == (before, "商工観光課")
    Participation.objects.filter(project=entry, partner=world.office).update(until=build.days(-5))
    assert before in build.read(client, entry.get_absolute_url())


def test_a_slip_of_the_pen_leaves_no_name_behind(client_for):
    world = World()
    assert rename(client_for(world.chief), world.office, "商工観光課").status_code == 302
    assert Partner.objects.get(pk=world.office.pk).name == "商工観光課" and not PartnerName.objects.exists()


def test_names_of_private_persons_and_of_applications_are_not_kept():
    for fields in ({"kind": "citizen", "name_consent": True}, {"standing": "applying"}):
        body = build.partner("見本の名前", **fields)
        body.name = "ほかの名前"
        assert keep_name(body) is None


def test_a_second_rename_begins_where_the_first_ended():
    body = build.partner("はじめの会")
    for name, on in (("つぎの会", build.days(-20)), ("いまの会", build.days(-10)), ("いまの会２", build.days(-10))):
        body.name = name
        keep_name(body, on=on)
        body.save()
    rows = PartnerName.objects.order_by("until").values_list("name", "since", "until")
    assert list(rows) == [("はじめの会", None, build.days(-21)), ("つぎの会", build.days(-20), build.days(-11))]
    refresh_entries_of(body)
