"""In whose name an event stands: each body is told once, takes its name off, and is not named again before it says so."""

import pytest

from kyodo_portal.notices.models import Notice
from partners.models import Event
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
TOLD = "「花だんの植えかえ」に、川べりの会の名前が出ています"


@pytest.fixture
def event():
    """(a draft of one group with another one beside it, who writes for the host, who writes for the other)"""
    (host, boss, _), (other, chief, _) = build.group("雪あかりの会"), build.group("川べりの会")
    row = build.event(host, "花だんの植えかえ", published_at=None)
    row.co_hosts.add(other)
    return row, boss, chief


def test_a_body_that_another_one_names_is_told_and_takes_its_name_off(client_for, event):
    row, boss, chief = event
    host, other = client_for(boss), client_for(chief)
    page, body = f"/events/{row.pk}/", row.co_hosts.get()
    names = f"{page}together/{body.pk}/"
    for _ in range(2):
        host.post(f"{page}publish/")
    assert Notice.objects.filter(user=chief, title=TOLD).count() == 1 and not Notice.objects.filter(user=boss).exists()
    assert "この団体の名前を外す" in build.read(other, page) and "この団体の名前を外す" not in build.read(host, page)
    assert host.post(names, {"off": "1"}).status_code == client_for(build.user()).post(names, {"off": "1"}).status_code == 403
    for _ in range(2):
        assert other.post(names, {"off": "1"}).status_code == 302
    assert not row.co_hosts.exists() and "川べりの会" not in build.read(client_for(), page)
    assert Notice.objects.filter(user=boss, title="「花だんの植えかえ」から、川べりの会が名前を外しました").count() == 1
    # The host does not put it back by itself; the group does.
    again = opened(host, f"{page}edit/", together="川べりの会")
    assert "「川べりの会」は、この催しから名前を外しました。" in build.markup(host.post(f"{page}edit/", again))
    assert "名前をもう一度出す" in build.read(other, page)
    assert other.post(names, {"off": "0"}).status_code == 302
    assert list(Event.objects.get(pk=row.pk).co_hosts.all()) == [body] and not row.not_with.exists()


def test_a_name_added_later_is_told_and_one_of_a_draft_is_not(client_for, event):
    row, boss, chief = event
    host, page = client_for(boss), f"/events/{row.pk}/"
    host.post(f"{page}edit/", opened(host, f"{page}edit/", together=""))
    assert not row.co_hosts.exists()
    host.post(f"{page}publish/")
    assert not Notice.objects.filter(user=chief).exists()
    host.post(f"{page}edit/", opened(host, f"{page}edit/", together="川べりの会"))
    assert Notice.objects.filter(user=chief, title=TOLD).count() == 1
    host.post(f"{page}withdraw/")
    assert Notice.objects.filter(user=chief).latest("pk").title == "「花だんの植えかえ」：川べりの会の名前はもう出ていません"
    host.post(f"{page}publish/")
    assert Notice.objects.filter(user=chief, title=TOLD).count() == 2


def test_a_group_is_told_what_the_city_publishes_in_its_name(client_for, event):
    row, boss, _ = event
    client_for(build.office("secretariat")[1]).post(f"/events/{row.pk}/publish/")
    assert Notice.objects.filter(user=boss, title="「花だんの植えかえ」を、雪あかりの会の催しとして公開しました").count() == 1


def test_the_secretariat_does_so_for_a_body_for_whom_nobody_signs_in(client_for, event):
    row, _, chief = event
    desk, page = client_for(build.office("secretariat")[1]), f"/events/{row.pk}/"
    row.co_hosts.add(paper := build.partner("紙だけの会"))
    assert f"{page}together/{paper.pk}/" in (text := build.markup(desk.get(page)))
    assert f"{page}together/{build.Partner.objects.get(name='川べりの会').pk}/" not in text
    assert desk.post(f"{page}together/{paper.pk}/", {"off": "1"}).status_code == 302
    assert list(row.not_with.all()) == [paper]
