"""伴走 ends with the place from which somebody accompanies: the right at once, the row by the clock, and the secretariat sees it before."""

from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from partners.directory.assignment_actions import end_of_leavers
from partners.models import Assignment, Membership
from tests import build


def accompanied():
    """(group with a telephone that is not public, coordinator who accompanies it, their membership)."""
    group, _, _ = build.group("見本ひだまりの会", phone="0258-99-1234")
    _, coordinator = build.office("coordinator")
    build.assign(coordinator, group)
    return group, coordinator, Membership.objects.get(user=coordinator)


def reads_contact(client, group):
    return "0258-99-1234" in client.get(f"/partners/{group.pk}/").content.decode()


def test_who_left_the_centre_reads_no_more_of_a_group(client_for):
    group, coordinator, place = accompanied()
    client = client_for(coordinator)
    assert reads_contact(client, group)
    place.until = build.days(0)
    place.save()
    assert reads_contact(client, group)  # the last day is one of them
    Membership.objects.filter(pk=place.pk).update(until=build.days(-1))
    assert not reads_contact(client, group)
    assert not reads_contact(client_for(build.user()), group)


def test_a_place_that_is_doubted_gives_no_right_until_it_is_decided(client_for):
    group, coordinator, place = accompanied()
    Membership.objects.filter(pk=place.pk).update(suspended_at=timezone.now())
    assert not reads_contact(client_for(coordinator), group)
    end_of_leavers()
    assert Assignment.objects.get().until is None  # nobody has left
    Membership.objects.filter(pk=place.pk).update(suspended_at=None)
    assert reads_contact(client_for(coordinator), group)


def test_whoever_comes_back_has_no_old_rights_again(client_for):
    group, coordinator, place = accompanied()
    _, chief = build.office("secretariat")
    other, _, _ = build.group("見本雪かき隊")
    build.assign(coordinator, other, since=-1)
    Membership.objects.filter(pk=place.pk).update(until=build.days(-5))
    end_of_leavers()
    assert {row.partner.name: row.until for row in Assignment.objects.all()} == {
        "見本ひだまりの会": build.days(-5),
        "見本雪かき隊": build.days(-1),  # it began after the last day
    }
    notice = Notice.objects.get(user=chief)
    assert notice.title == f"{coordinator}さんの伴走が終わりました" and "見本ひだまりの会、見本雪かき隊" in notice.body
    assert AuditEvent.objects.filter(act="rights", person=coordinator, target_type="partners.assignment").count() == 2
    end_of_leavers()
    assert Notice.objects.filter(user=chief).count() == 1
    build.join(coordinator, place.partner, since=0)
    assert not reads_contact(client_for(coordinator), group)
    build.assign(coordinator, group, since=0)
    assert reads_contact(client_for(coordinator), group)


def test_who_goes_on_in_another_office_goes_on_accompanying(client_for):
    group, coordinator, place = accompanied()
    Membership.objects.filter(pk=place.pk).update(until=build.days(-1))
    build.join(coordinator, build.office("coordinator")[0], since=0)
    end_of_leavers()
    assert Assignment.objects.get().until is None and reads_contact(client_for(coordinator), group)


def test_the_secretariat_reads_before_it_ends_a_place_which_groups_are_left(client_for):
    group, coordinator, place = accompanied()
    _, chief = build.office("secretariat")
    admin = client_for(chief)
    address = f"/admin/partners/membership/{place.pk}/change/"
    page = admin.get(address)
    form = page.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"user": coordinator.email, "until": build.days(3).isoformat()}
    asked = admin.post(address, data)
    assert asked.status_code == 200
    text = build.markup(asked)
    assert "この人が伴走している団体が1団体あります：見本ひだまりの会。この日を過ぎると、伴走も終わります。" in text


def test_nobody_accompanies_without_a_place_in_an_office(client_for):
    group, _, _ = build.group("見本ひだまりの会")
    _, chief = build.office("secretariat")
    person = build.user()
    admin = client_for(chief)
    data = {"user": person.email, "partner": group.pk, "since": build.days(0).isoformat(), "until": ""}
    refused = admin.post("/admin/partners/assignment/add/", data)
    assert "所属のない人が伴走することはできません。" in build.markup(refused) and not Assignment.objects.exists()
    build.join(person, build.office("coordinator")[0], since=1)
    later = admin.post("/admin/partners/assignment/add/", {**data, "since": build.days(1).isoformat()})
    assert later.status_code == 302 and Assignment.objects.get().user == person
