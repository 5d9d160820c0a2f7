"""名乗り出: nothing is theirs before the secretariat is sure; a letter's digits, papers, the known telephone, a meeting."""

import re

import pytest

from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Notice
from partners.directory.standing import Standing
from partners.models import ClaimLetter, Membership, Registration
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(client_for):
    """(a listed body with an address and without people, who claims, the secretariat's official)"""
    body = build.partner("谷町内会", address="谷町1-2", phone="0258-82-0000", standing=Standing.REGISTERED)
    return body, build.user("見本 三郎"), build.office("secretariat")[1]


def begun(client, body):
    form = client.get(f"/partners/{body.pk}/claim/").context["form"]
    answer = client.post(f"/partners/{body.pk}/claim/", {"form_key": form["form_key"].value()})
    assert answer.status_code == 302, build.markup(answer)
    return Registration.objects.claims().latest("pk")


def proved(client, row, proof):
    page = f"/admin/partners/registration/{row.pk}/step/prove/"
    said = {"version": row.version, "proof": proof, "checked_on": build.days(0).isoformat()}
    return build.markup(client.post(page, said))


def test_a_letter_to_the_address_on_file_proves_it(client_for, listed):
    body, person, clerk = listed
    client, desk = client_for(person), client_for(clerk)
    assert "この団体の人ですか" in build.read(client_for(), f"/partners/{body.pk}/")
    row = begun(client, body)
    page = f"/partners/claims/{row.pk}/"
    assert row.status == "claimed" and row.payload == {} and client.get(row.get_absolute_url()).status_code == 200
    assert "0258-82-0000" not in build.read(client, page) and "谷町1-2" not in build.read(client, page)
    assert client.get(f"/partners/{body.pk}/members/").status_code == 403 and client.get(f"{page}letter/").status_code == 403
    assert "手紙の番号が、まだ入っていません" in proved(desk, row, "letter")
    shown = build.markup(desk.post(f"{page}letter/"))
    code = re.search(r"番号：(\d{6})", shown)[1]
    assert "谷町1-2" in shown and code not in build.read(desk, f"{page}letter/")
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert "番号がちがいます" in build.markup(client.post(page, {"letter": "1", "code": wrong}))
    assert client_for(build.user()).get(page).status_code == 404
    # Who says to belong to a body is not every office's affair, nor in the list of the admin.
    other = client_for(build.office("department")[1])
    assert other.get(page).status_code == 404 and row.number not in build.read(other, "/admin/partners/registration/")
    assert row.number in build.read(desk, "/admin/partners/registration/") and "見本 三郎" in build.read(desk, page)
    assert "番号は、まだ入っていません" in build.read(desk, page)
    for _ in range(2):
        assert client.post(page, {"letter": "1", "code": code}).status_code == 302
    assert "手紙の番号が、" in build.read(desk, f"/admin/partners/registration/{row.pk}/change/")
    assert Notice.objects.filter(user=clerk, title="谷町内会に名乗り出た人：手紙の番号が合いました").count() == 1
    proved(desk, row, "letter")
    row.refresh_from_db()
    assert (row.status, row.proof) == ("proved", "letter")
    assert Membership.objects.get(user=person).part == "representative"


def test_five_tries_at_a_letter(client_for, listed):
    body, person, clerk = listed
    client, desk = client_for(person), client_for(clerk)
    row = begun(client, body)
    page = f"/partners/claims/{row.pk}/"
    code = re.search(r"番号：(\d{6})", build.markup(desk.post(f"{page}letter/")))[1]
    for number in range(1, 6):
        client.post(page, {"letter": "1", "code": f"{(int(code) + number) % 10**6:06}"})
    assert "この手紙の番号は、もう使えません" in build.markup(client.post(page, {"letter": "1", "code": code}))
    for reader in (client, desk):
        assert "5回まちがえた" in build.read(reader, page)
    assert "5回まちがえたので、番号はもう使えません" in build.read(desk, f"{page}letter/")
    again = re.search(r"番号：(\d{6})", build.markup(desk.post(f"{page}letter/")))[1]
    assert client.post(page, {"letter": "1", "code": again}).status_code == 302


def test_a_letter_of_more_than_thirty_days_ago_opens_nothing_and_says_so(client_for, listed):
    body, person, clerk = listed
    client, desk = client_for(person), client_for(clerk)
    row = begun(client, body)
    page = f"/partners/claims/{row.pk}/"
    code = re.search(r"番号：(\d{6})", build.markup(desk.post(f"{page}letter/")))[1]
    ClaimLetter.objects.update(sent_on=build.days(-31), expires_on=build.days(-1))
    assert "もう使えません" in build.markup(client.post(page, {"letter": "1", "code": code}))
    assert f"{jdate(build.days(-1))}をすぎたので、この手紙の番号は、もう使えません" in build.read(client, page)
    assert "手紙の番号が、まだ入っていません" in proved(desk, row, "letter")


def test_papers_and_the_known_telephone(client_for, listed):
    body, person, clerk = listed
    client, desk = client_for(person), client_for(clerk)
    row = begun(client, body)
    page = f"/partners/claims/{row.pk}/"
    assert "書類が、まだ付いていません" in proved(desk, row, "papers")
    body.phone = ""
    body.save()
    assert "名簿に電話番号がありません" in proved(desk, row, "phone")
    file = build.picture()
    answer = client.post(page, {"papers": "1", "file": _file(file)})
    assert answer.status_code == 302 and row.files.count() == 1
    assert Notice.objects.filter(user=clerk, title="谷町内会に名乗り出た人：書類が届きました").count() == 1
    assert client.get(f"/partners/registrations/{row.pk}/papers/{row.files.get().pk}/").status_code == 200
    proved(desk, row, "papers")
    assert f'href="{body.get_absolute_url()}"' in build.read(client, page).split("登録や変更を申請できます")[1]
    assert Membership.objects.filter(user=person, partner=body).exists()


def test_papers_that_came_by_letter_are_put_there_by_the_secretariat_and_the_claimant_hears_of_it(client_for, listed):
    body, person, clerk = listed
    client, desk = client_for(person), client_for(clerk)
    row = begun(client, body)
    page = f"/partners/claims/{row.pk}/"
    assert "手紙や窓口で届いた書類" in build.read(desk, page) and "手紙や窓口で届いた書類" not in build.read(client, page)
    assert desk.post(page, {"letter": "1", "code": "123456"}).status_code == 200  # the digits are the claimant's
    other = client_for(build.office("department")[1])
    assert other.post(page, {"papers": "1", "file": _file(build.picture())}).status_code == 404
    for _ in range(2):
        assert desk.post(page, {"papers": "1", "file": _file(build.picture())}).status_code == 302
    assert row.files.count() == 1 and "gijiroku.jpg" in build.read(client, page)
    assert Notice.objects.filter(user=person, title="谷町内会への名乗り出：書類が届きました").count() == 1
    assert not Notice.objects.filter(user=clerk, title__contains="書類が届きました").exists()
    proved(desk, row, "papers")
    assert Membership.objects.get(user=person, partner=body).part == "representative"
    desk.post(page, {"papers": "1", "file": _file(build.picture(colour="red"))})  # decided: nothing comes to it any more
    assert row.files.count() == 1


def _file(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("gijiroku.jpg", content, "image/jpeg")


def test_a_claimant_reads_of_the_ways_alone_that_the_list_can_go(client_for, listed):
    _, person, _ = listed
    bare = build.partner("住所のない会")
    client = client_for(person)
    before = build.read(client, f"/partners/{bare.pk}/claim/")
    assert "電話番号にかける" not in before and "手紙を送り" not in before and "窓口などで会う" in before
    after = build.read(client, f"/partners/claims/{begun(client, bare).pk}/")
    assert "市は、この団体の電話番号を知りません。下の書類を付けるか、窓口で会います。" in after
    assert "手紙の番号" not in after and "窓口で確かめるときは、下の書類は要りません。" in after


def test_the_people_of_the_body_hear_of_it_and_may_say_that_it_is_wrong(client_for, listed):
    _, person, clerk = listed
    body, chair, member = build.group("川町内会")
    type(body).objects.filter(pk=body.pk).update(phone="0258-82-1111", address="川町1")
    client, desk = client_for(person), client_for(clerk)
    row = begun(client, body)
    page = f"/partners/claims/{row.pk}/"
    text = build.read(client_for(member), page)
    assert "見本 三郎" in text and "違うと知らせる" in text
    assert "まで「違う」と知らせられます。その次の日から" in build.read(desk, page)
    own = build.read(client, page)
    assert "電話なら、市が名簿の電話番号にかけます" in own and "電話や窓口で確かめるときは、下の番号も書類も要りません" in own
    told = build.read(desk, f"/admin/partners/registration/{row.pk}/change/")
    assert "名乗り出た人の見本 三郎さんが、団体の人だと名乗り出ました" in told and "川町内会の見本 三郎" not in told
    assert "番号の手紙を送る" not in own + text and str(chair) not in own and str(member) not in own
    step = f"/partners/registrations/{row.pk}/step/object/"
    client_for(member).post(step, {"version": row.version, "objection": "知らない人です。"})
    row.refresh_from_db()
    assert row.objection == "知らない人です。" and "知らない人です。" not in build.read(client, page)
    assert "知らせがありました" not in build.read(client, page)
    judged = build.read(desk, page)
    assert "先に、その知らせを退けるか" in judged and "知らない人です。" in judged
    proved(desk, row, "met")
    row.refresh_from_db()
    assert row.status == "claimed" and add_working_days(build.days(0), 7) == row.last_day_to_object


def test_who_may_claim_and_how_often(client_for, listed):
    body, person, clerk = listed
    group, _, member = build.group()
    office, _ = build.office("department")
    client = client_for(person)
    for at in (office, build.partner("見本 花", kind="citizen", standing=Standing.UNLISTED)):
        assert client.get(f"/partners/{at.pk}/claim/").status_code in (403, 404)
    assert client_for(member).get(f"/partners/{group.pk}/claim/").status_code == 403
    first = begun(client, body)
    assert begun(client, body).pk == first.pk
    for _ in range(2):
        begun(client, build.group()[0])
    other = build.group()[0]
    form = client.get(f"/partners/{other.pk}/claim/").context["form"]
    answer = client.post(f"/partners/{other.pk}/claim/", {"form_key": form["form_key"].value()})
    assert "返事を待っている名乗り出が3件あります" in build.markup(answer)
    assert Registration.objects.claims().count() == 3


def test_the_secretariat_sees_whether_the_claimed_body_stands_there_twice(client_for, listed):
    body, person, clerk = listed
    build.partner("たにの会", phone="0258820000")
    row = begun(client_for(person), body)
    shown = build.read(client_for(clerk), f"/admin/partners/registration/{row.pk}/change/")
    assert "たにの会" in shown and "電話番号が同じ団体です" in shown
    other = build.read(client_for(build.office("department")[1]), f"/admin/partners/registration/{row.pk}/change/")
    assert "たにの会" not in other


def test_who_is_refused_or_gives_up_reads_of_the_claim_and_not_of_an_application(client_for, listed):
    body, person, clerk = listed
    client, desk = client_for(person), client_for(clerk)
    for step, said, who in (
        ("refuse", ("名乗り出たことは、認められませんでした", "知らないと言っています。", "もう一度名乗り出られます"), desk),
        ("unclaim", ("名乗り出るのをやめました", "もう一度名乗り出られます"), client),
    ):
        row = begun(client, body)
        pages = {
            "refuse": f"/admin/partners/registration/{row.pk}/step/refuse/",
            "unclaim": f"/partners/registrations/{row.pk}/step/unclaim/",
        }
        answer = who.post(pages[step], {"version": row.version, "reason": "知らないと言っています。"})
        assert answer.status_code == 302, build.markup(answer)
        page = build.read(client, f"/partners/claims/{row.pk}/")
        assert all(words in page for words in said) and "申請は" not in page and "申請できます" not in page
