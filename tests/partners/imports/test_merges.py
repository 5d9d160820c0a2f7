"""団体の統合: what was written of one row goes to the other, its address leads there, and all of it can be taken back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partners.directory.models import Partner
from partners.directory.similar import similar_partners
from partners.imports.merge_actions import merge_partners, part_again
from partners.models import Membership
from projects.models import Participation
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


def test_everything_of_one_goes_to_the_other_its_address_too_and_it_can_be_parted_again(client_for):
    world = World()
    entry = world.entry(title="花いっぱい運動")
    gone = entry.participations.get(side="group").partner
    Partner.objects.filter(pk=gone.pk).update(standing="listed", phone="012-345-6789", pr="花を植えます")
    keep, chief, member = build.group("花を植える会（本部）")
    double = build.join(chief, gone)
    newcomer = build.user()
    build.join(newcomer, gone)
    _, clerk = build.office("secretariat")
    merge = merge_partners(keep, gone, by=clerk, why="規約が同じです。")
    visitor = client_for()
    answer = visitor.get(f"/partners/{gone.pk}/")
    assert (answer.status_code, answer.url, answer["Cache-Control"]) == (301, f"/partners/{keep.pk}/", "no-cache")
    assert "花いっぱい運動" in build.read(visitor, "/projects/", {"q": "花を植える会"})
    assert [row.partner for row in Participation.objects.filter(project=entry, side="group")] == [keep]
    keep.refresh_from_db()
    assert (keep.phone, keep.pr, keep.standing) == ("012-345-6789", "花を植えます", "registered")
    assert Membership.objects.valid().filter(user=newcomer).get().partner == keep
    assert Membership.objects.valid().filter(user=chief).get().partner == keep
    assert gone.name in str(
        list(Partner.objects.filter(search_text__contains=gone.name[:3]).values_list("search_text", flat=True))
    )
    with pytest.raises(ValidationError, match="もう別の団体に"):
        merge_partners(keep, gone, by=clerk, why="もう一度")
    part_again(merge, by=clerk, why="ちがう団体でした。")
    assert visitor.get(f"/partners/{gone.pk}/").status_code == 200
    keep.refresh_from_db()
    assert (keep.phone, keep.pr) == ("", "")
    assert Membership.objects.valid().filter(user=newcomer).get().partner == gone
    double.refresh_from_db()
    assert (double.partner, double.until) == (gone, None)
    assert Participation.objects.get(project=entry, side="group").partner == gone
    with pytest.raises(ValidationError, match="もうもどされて"):
        part_again(merge, by=clerk, why="もう一度")


def test_who_may_merge_and_what_stands_in_the_way():
    listed, registered = build.partner("川の会", standing="listed"), build.partner("川の会 本部")
    office, official = build.office()
    _, clerk = build.office("secretariat")
    for by, keep, gone in ((official, registered, listed), (clerk, registered, office)):
        with pytest.raises(PermissionDenied):
            merge_partners(keep, gone, by=by, why="同じです。")
    build.join(clerk, listed)
    with pytest.raises(PermissionDenied):
        merge_partners(registered, listed, by=build.User.objects.get(pk=clerk.pk), why="同じです。")
    _, other = build.office("secretariat")
    with pytest.raises(ValidationError, match="登録している団体のほうを"):
        merge_partners(listed, registered, by=other, why="同じです。")
    with pytest.raises(ValidationError, match="わけを書いて"):
        merge_partners(registered, listed, by=other, why=" ")


def test_a_body_is_found_by_its_name_its_number_and_its_telephone_and_by_a_name_of_before():
    known = build.partner("雪あかりの会", corporate_number="7000012050002", phone="0258-11-2222 内線3")
    known.former_names.create(name="冬のともしび会", until=build.days(-9))
    Partner.objects.filter(pk=known.pk).update(search_text="雪あかりの会 冬のともしび会")

    def by(*said):
        return [(one.partner.name, one.by, one.is_sure) for one in similar_partners(*said)]

    assert by("NPO法人 雪あかりの会") == [("雪あかりの会", ("name",), False)]
    assert by("冬のともしび会") == [("雪あかりの会", ("former",), False)]
    assert by("べつの名", "7000012050002") == [("雪あかりの会", ("number",), True)]
    assert by("べつの名", "", "（0258）11-2222") == [("雪あかりの会", ("phone",), False)]
    assert by("雪あかり", "", "0258112222") == [("雪あかりの会", ("name", "phone"), True)]
    assert by("べつの名", "", "0258-11-2223") == []


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("若葉野市若葉町一丁目町内会", "若葉町１丁目町内会"),
        ("若葉町1丁目町内会", "若葉野市若葉町一丁目町内会"),
        ("公益財団法人こども食堂みほん", "（公財）子供食堂・みほん"),
        ("学校法人見本学園", "見本学園"),
        ("みほんパソコンサークル", "ﾐﾎﾝﾊﾟｿｺﾝｻｰｸﾙ"),
        ("見本光ヶ丘自治会", "見本光が丘自治会"),
        ("齋藤さんちの縁側の会", "斎藤さんちの縁側の会"),
    ],
)
def test_however_a_name_is_written_the_body_is_found(stored, typed):
    build.partner(stored)
    assert [one.partner.name for one in similar_partners(typed)] == [stored]


def test_a_telephone_is_the_same_however_its_digits_are_parted():
    build.partner("見本の会", phone="0120-444-333")
    for phone in ("0120-44-4333", "0120444333 内線5"):
        assert [one.by for one in similar_partners("べつの名", "", phone)] == [("phone",)]


def test_of_many_that_are_alike_the_very_same_is_not_lost():
    Partner.objects.bulk_create(
        Partner(name=f"若葉野市みんなの会{n}", kind="civic", standing="registered", registered_from="2020-04-01")
        for n in range(230)
    )
    build.partner("若葉野市みんなの会")
    assert similar_partners("若葉野市みんなの会")[0].partner.name == "若葉野市みんなの会"


def test_the_pages_show_both_ask_why_and_part_them_again(client_for):
    keep, gone = (
        build.partner("花を植える会", phone="0258-11-0001"),
        build.partner("花うえの会", standing="listed", phone="0258-11-0001"),
    )
    keep.consents.create(field="email", wording="1", given_by=build.user())
    Partner.objects.filter(pk=gone.pk).update(
        email="hana@example.jp", address="若葉野市1-1", postal_code="1234567", members_count=24, members_unit="households"
    )
    _, clerk = build.office("secretariat")
    client = client_for(clerk)
    page = build.read(client, "/staff/merges/")
    assert f"/staff/merges/{keep.pk}/{gone.pk}/" in page and "電話番号" in page
    answer = client.get("/staff/merges/", {"keep": f"/partners/{gone.pk}/", "gone": "花を植える会"})
    assert answer.url == f"/staff/merges/{gone.pk}/{keep.pk}/"
    assert "登録している団体のほうを" in build.read(client, answer.url)
    assert "の団体が見つかりません" in build.read(client, "/staff/merges/", {"keep": "999999", "gone": "ない会"})
    address = f"/staff/merges/{keep.pk}/{gone.pk}/"
    page = build.read(client, address)
    assert "123-4567" in page and "24世帯" in page
    assert "若葉野市1-1" in page and "（右の内容が入ります）" in page
    etag = client.get(address).context["form"].initial["etag"]
    assert client.post(address, {"why": "", "etag": etag}).status_code == 200
    Partner.objects.filter(pk=keep.pk).update(updated_at=build.timezone.now())
    assert client.post(address, {"why": "規約が同じです。", "etag": etag}).status_code == 409
    etag = client.get(address).context["form"].initial["etag"]
    assert client.post(address, {"why": "規約が同じです。", "etag": etag}).status_code == 302
    keep.refresh_from_db()
    assert (keep.address, keep.email) == ("若葉野市1-1", "")  # a consent stands: what it would publish is not taken over
    merge = keep.taken_up.get()
    page = build.read(client, "/staff/merges/")
    assert "規約が同じです。" in page and f"/staff/merges/{merge.pk}/undo/" in page
    assert client.post(f"/staff/merges/{merge.pk}/undo/", {"why": "ちがう会でした。"}).status_code == 302
    assert "がもどした：ちがう会でした。" in build.read(client, "/staff/merges/")
    assert client_for().get(f"/partners/{gone.pk}/").status_code == 404  # as before: no public entry names it
    gone.refresh_from_db()
    assert (gone.standing, gone.merged_into) == ("listed", None)
