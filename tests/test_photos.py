"""写真: put up with the word of those who are on it, written anew, covered at once where somebody asks, decided about, forgotten.

rule: issue 11, "Pictures (one mechanism …)"; docs/decisions/2026-11-26-photographs.md
"""

import datetime
import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from kyodo_portal.process.models import Photo, PhotoFile, PhotoRequest, Task
from kyodo_portal.process.photo_actions import erase_photos
from projects.cycles.do.actions import post_update
from projects.models import Cycle
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
TODAY = "2026年11月1日"
KNOWN = {
    "third": "centre", "alt": "屋根の雪を3人でおろしている", "people": "known", "with_children": "on", "guardians_agreed": "on",
    "asked_whom": "写っている3人", "asked_by": "会長", "asked_on": TODAY,
}  # fmt: skip
EMPTY = {"third": "centre", "is_decoration": "on", "people": "nobody"}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def group():
    return build.group("川辺の会")


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def striped(size=(1600, 2400)):
    """An upright JPEG, red above, white in the middle, blue below, taken somewhere."""
    picture, third = Image.new("RGB", size, "white"), size[1] // 3
    picture.paste("red", (0, 0, size[0], third))
    picture.paste("blue", (0, size[1] - third, *size))
    place = Image.Exif()
    place[0x010F] = "見本のカメラ"
    place.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=place)
    return out.getvalue()


def put(client, place, row, content=None, *, key=None, name="IMG_1.jpg", **said):
    file = SimpleUploadedFile(name, content or build.picture(), content_type="image/jpeg")
    return client.post(f"/photos/of/{place}/{row.pk}/", {**said, "photo": file, "form_key": key or str(uuid4())})


def seen(client, place, row):
    """What the page of photographs says it was opened with."""
    return client.get(f"/photos/of/{place}/{row.pk}/").context["form"]["etag"].value()


def test_nothing_is_kept_before_it_is_said_who_is_on_it_and_that_they_agree(group, client_for, store):
    body, boss, _ = group
    client = client_for(boss)
    silent = put(client, "partner", body, third="centre", people="known", with_children="on").text
    for words in (
        "写真の説明を入れてください。飾りの写真なら、下の欄にしるしを付けてください。",
        "だれが同意したかを入れてください。例：写っている6人のみなさん",
        "だれが同意を確かめたかを入れてください。",
        "いつ同意を確かめたかを入れてください。",
        "18歳未満の人が写っているときは、保護者の同意をとってから、しるしを付けてください。",
    ):
        assert words in silent
    assert "写っている人を選んでください。" in put(client, "partner", body, third="centre", alt="川").text
    lie = put(client, "partner", body, b"MZ no picture", **EMPTY).text
    assert "写真は、JPEGやPNGの写真にしてください。" in lie
    small = put(client, "partner", body, build.picture((200, 900)), **EMPTY).text
    assert "写真が小さすぎます。横300・縦200の点より大きいものを選んでください。" in small
    assert (Photo.objects.count(), files_in(store)) == (0, [])


def test_what_is_kept_is_a_new_picture_of_3_to_2_in_two_sizes(group, client_for, store):
    body, boss, _ = group
    client, visitor, key = client_for(boss), client_for(), str(uuid4())
    sent = put(client, "partner", body, striped(), key=key, **{**KNOWN, "third": "start"})
    assert (sent.status_code, sent.url) == (302, f"/partners/{body.pk}/#main")
    put(client, "partner", body, striped(), key=key, **{**KNOWN, "third": "start"})  # the second press
    photo = Photo.objects.get()
    assert (photo.asked_whom, photo.asked_by, photo.asked_on) == ("写っている3人", "会長", datetime.date(2026, 11, 1))
    assert len(files_in(store)) == 2
    for size, wide in (("l", (1200, 800)), ("s", (480, 320))):
        answer = visitor.get(f"/photos/{photo.pk}/{size}.webp")
        content = b"".join(answer.streaming_content)
        picture = Image.open(io.BytesIO(content))
        assert (answer["Content-Type"], picture.format, picture.size) == ("image/webp", "WEBP", wide)
        assert dict(picture.getexif()) == {} and b"Exif" not in content and len(content) < 160_000
        red, _, blue = picture.convert("RGB").getpixel((10, 10))
        assert red > 200 and blue < 60  # the top stays
    assert visitor.get(f"/photos/{photo.pk}/l.webp", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 200
    assert visitor.get(f"/photos/{photo.pk}/s.webp", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert answer["Cache-Control"] == "private, max-age=600"
    face = f'<img class="kp-faceimg kp-faceimg--l" src="/photos/{photo.pk}/s.webp" alt="" width="56" height="56" loading="lazy">'
    assert face in client.get(f"/partners/{body.pk}/edit/").text
    # A new one takes its place: the old one's files are gone, its row says why.
    put(client, "partner", body, etag=seen(client, "partner", body), **EMPTY)
    photo.refresh_from_db()
    assert (photo.removed_why, visitor.get(f"/photos/{photo.pk}/l.webp").status_code) == ("replaced", 404)
    assert PhotoFile.objects.count() == 2


def test_a_photograph_that_somebody_put_up_meanwhile_goes_only_by_who_has_seen_it(group, client_for, store):
    body, boss, mate = group
    build.join(other := build.user(), body, "representative")
    one, two = client_for(boss), client_for(other)
    opened = [seen(client, "partner", body) for client in (one, two)]
    said = {"third": "centre", "people": "nobody"}
    assert put(one, "partner", body, etag=opened[0], **said, alt="橋の上の3人").status_code == 302
    late = put(two, "partner", body, etag=opened[1], **said, alt="川べりのベンチ")
    assert late.status_code == 409 and "この画面を開いたあとに、別の写真が載りました。" in late.text
    assert "橋の上の3人" in late.text and "川べりのベンチ" in late.text and Photo.objects.get().removed_why == ""
    token = late.context["form"]["etag"].value()
    assert put(two, "partner", body, etag=token, **said, alt="川べりのベンチ").status_code == 302  # they have seen it now
    assert [*Photo.objects.order_by("pk").values_list("alt", "removed_why")] == [
        ("橋の上の3人", "replaced"),
        ("川べりのベンチ", ""),
    ]
    # A page that holds several: nothing goes, and nothing is asked.
    row = build.event(body, "雪灯ろう", at=-1)
    days = [seen(client, "event-day", row) for client in (one, two)]
    for client, token, alt in ((one, days[0], "灯ろう"), (two, days[1], "屋台")):
        assert put(client, "event-day", row, etag=token, **said, alt=alt).status_code == 302


def test_an_event_shows_its_photographs_with_words_and_where_its_address_is_passed_on(group, client_for, settings):
    body, boss, _ = group
    client, visitor = client_for(boss), client_for()
    row, ahead = build.event(body, "雪灯ろう", at=-1), build.event(body, "講座", published_at=None)
    page, picture = row.get_absolute_url(), '<meta property="og:image" content="http://testserver'
    assert f"{picture}/static/pictures/town" in visitor.get(page).text
    assert "写真の説明を入れてください。<" in put(client, "event", row, **EMPTY).text and not Photo.objects.exists()
    said = {"third": "centre", "alt": "雪の灯ろうが並ぶ", "people": "nobody"}
    assert put(client, "event", row, **said).url == f"{page}#main"
    put(client, "event-day", row, **said | {"alt": "灯をともす3人", "people": "far"})
    assert put(client, "event-day", ahead, **said).status_code == 403
    head, day = Photo.objects.order_by("pk")
    shown = visitor.get(page).text
    assert f"{picture}/photos/{head.pk}/l.webp" in shown and 'property="og:image:alt" content="雪の灯ろうが並ぶ"' in shown
    assert shown.index('alt="雪の灯ろうが並ぶ"') < shown.index('id="day-h"')
    assert 'alt="灯をともす3人"' in shown and f'href="/photos/{day.pk}/"' in shown
    visitor.post(f"/photos/{head.pk}/", {"form_key": str(uuid4()), "words": "", "contact": ""})
    assert f"/photos/{head.pk}/" not in visitor.get(page).text and f"{picture}/static/pictures/town" in visitor.get(page).text
    put(client, "event", ahead, **said)
    client.post(f"/events/{ahead.pk}/discard/")
    assert not Photo.objects.filter(place="event", subject_id=ahead.pk).exists()


def test_what_is_said_of_a_photograph_is_put_right_where_it_stands(group, client_for, store):
    body, boss, _ = group
    put(client_for(boss), "partner", body, **KNOWN)
    photo, client = Photo.objects.get(), client_for(boss)
    page, files = f"/photos/{photo.pk}/correct/", sorted(files_in(store))
    assert page in client.get(f"/photos/of/partner/{body.pk}/").text
    first, second = (opened(client, page) for _ in range(2))
    written = [first[name] for name in ("alt", "asked_whom", "asked_on")]
    assert written == [["屋根の雪を3人でおろしている"], ["写っている3人"], ["2026年11月1日"]]
    refused = client.post(page, {**first, "alt": "", "asked_whom": ""}).text
    assert "写真の説明を入れてください" in refused and "だれが同意したかを入れてください" in refused
    right = {**first, "alt": "雪を2人でおろしている", "asked_whom": "写っている2人"}
    for _ in range(2):  # pressed twice
        assert client.post(page, right).url == f"/photos/of/partner/{body.pk}/"
    late = client.post(page, {**second, "alt": "屋根と空"})
    assert late.status_code == 409 and "雪を2人でおろしている" in late.text and "屋根と空" in late.text
    photo.refresh_from_db()
    assert (photo.alt, photo.asked_whom, sorted(files_in(store))) == ("雪を2人でおろしている", "写っている2人", files)
    assert 'alt="雪を2人でおろしている"' in client_for().get(f"/partners/{body.pk}/").text
    assert client.post(page, {**opened(client, page), "people": "far"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.people, photo.asked_whom, photo.asked_by, photo.asked_on) == ("far", "", "", None)
    assert AuditEvent.objects.filter(act="photo", note="説明と同意を直した").count() == 2


def test_whoever_is_on_it_has_it_covered_at_once_and_the_secretariat_decides(
    group, client_for, store, django_capture_on_commit_callbacks
):
    body, boss, _ = group
    _, staff = build.office("secretariat")
    photo, visitor, office = build.photo("partner", body, boss), client_for(), client_for(staff)
    page, picture = f"/photos/{photo.pk}/", f"/photos/{photo.pk}/l.webp"
    assert "サインインは要りません" in visitor.get(page).text
    said = {"words": "載せてほしくありません。", "contact": "", "form_key": str(uuid4())}
    assert [visitor.post(page, said).url for _ in range(2)] == ["/photos/asked/"] * 2  # the second press: covered meanwhile
    assert PhotoRequest.objects.count() == 1
    rewritten = visitor.post(page, {**said, "words": "やはり、電話をください。"})
    assert rewritten.status_code == 409 and "やはり、電話をください。" in rewritten.text
    other = {"words": "子どもが写っています。", "contact": "090-0000-0000", "form_key": str(uuid4())}
    for _ in range(2):  # somebody else, with the page still open
        assert client_for().post(page, other).url == "/photos/asked/"
    assert PhotoRequest.objects.get().words == (
        "載せてほしくありません。\n\nあとから届いた連絡：\n子どもが写っています。\n返事の宛先：090-0000-0000"
    )
    assert (visitor.get(page).status_code, visitor.get(picture).status_code) == (404, 404)
    assert f"/photos/{photo.pk}/" not in client_for(boss).get(f"/partners/{body.pk}/edit/").text
    assert client_for(boss).get(picture).status_code == 200
    assert "求めがあり、見えなくしています" in client_for(boss).get(f"/photos/of/partner/{body.pk}/").text
    assert Notice.objects.filter(user=boss, title="「川辺の会」の写真を外してほしいと、連絡がありました").exists()
    task = Task.objects.get(process="photo", done_at__isnull=True)
    assert (task.party, task.label) == ("s", "写真を外してほしいという求めを確かめる")
    assert "載せてほしくありません。" in office.get(task.url).text
    assert "理由を入れてください。" in office.post(task.url, {"remove": "no"}).text
    office.post(task.url, opened(office, task.url, remove="no", reason="写っていない人からの連絡でした。"))
    task.refresh_from_db()
    assert task.done_at and visitor.get(picture).status_code == 200
    assert Notice.objects.get(user=boss, title="「川辺の会」の写真を戻しました").body == "理由：写っていない人からの連絡でした。"
    visitor.post(page, {"form_key": str(uuid4())})
    again = PhotoRequest.objects.open().get()
    requests = build.read(office, "/admin/process/photorequest/")
    assert "まだ決めていない" in requests and "外さなかった" in requests and "不明" not in requests
    for outcome, shown in (("open", again), ("kept", PhotoRequest.objects.exclude(pk=again.pk).get())):
        (row,) = office.get(f"/admin/process/photorequest/?outcome={outcome}").context["cl"].result_list
        assert row == shown
    with django_capture_on_commit_callbacks(execute=True):
        page = f"/admin/process/photorequest/{again.pk}/decide/"
        office.post(page, opened(office, page, remove="yes", reason="本人の求めです。"))
    photo.refresh_from_db()
    assert (photo.removed_why, photo.removed_by, files_in(store)) == ("asked", staff, [])
    notes = AuditEvent.objects.filter(act="photo").order_by("pk").values_list("note", flat=True)
    assert list(notes) == [
        "載せた", "求めがあり、隠した", "求めを確かめ、戻した", "求めがあり、隠した", "外した（写っている人の求めで外した）",
    ]  # fmt: skip


def test_its_own_people_answer_a_request_by_taking_it_off_and_nobody_covers_many(
    group, client_for, store, django_capture_on_commit_callbacks
):
    body, boss, _ = group
    _, staff = build.office("secretariat")
    build.join(staff, body)
    client, visitor = client_for(boss), client_for()
    for _ in range(5):
        photo = build.photo("partner", body, boss)
        assert visitor.post(f"/photos/{photo.pk}/", {"form_key": str(uuid4())}).status_code == 302
    asked = PhotoRequest.objects.open().get()
    assert client_for(staff).get(f"/admin/process/photorequest/{asked.pk}/decide/").status_code == 403  # its own group
    assert "もとに戻せません" in client.get(f"/photos/{photo.pk}/remove/").text
    names = {Path(file.stored_as).name for file in photo.files.all()}
    assert len(names & {path.name for path in files_in(store)}) == 2
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):  # pressed twice
            assert client.post(f"/photos/{photo.pk}/remove/").url == f"/partners/{body.pk}/#main"
    assert not names & {path.name for path in files_in(store)}  # what was asked for goes for good, not into the trash
    asked.refresh_from_db()
    assert (asked.removed, asked.reason, asked.decided_by) == (True, "載せた側が外しました。", boss)
    sixth = build.photo("partner", body, boss)
    refused = visitor.post(f"/photos/{sixth.pk}/", {"form_key": str(uuid4())}).text
    assert "いま、たくさん届いていて受け取れません。お手数ですが、電話で知らせてください。" in refused
    assert visitor.get(f"/photos/{sixth.pk}/l.webp").status_code == 200


def test_an_activity_shows_up_to_six_and_only_to_those_who_may_read_of_it(group, client_for):
    body, boss, _ = group
    department, official = build.office("department")
    cycle = build.cycle(body, department, official, title="川の掃除")
    Cycle.objects.filter(pk=cycle.pk).update(status="running")
    said = {"happened_on": build.days(0), "title": "草刈り", "body": "6人で刈りました。"}
    update = post_update(cycle, by=boss, form_key=uuid4(), is_public=False, **said)
    client, city = client_for(boss), client_for(official)
    for _ in range(6):
        assert put(client, "update", update, **EMPTY).url == f"{cycle.get_absolute_url()}#main"
    full = put(client, "update", update, **EMPTY).text
    assert "写真は6枚までです。どれかを外してから載せてください。" in full and Photo.objects.count() == 6
    first = Photo.objects.first()
    picture = f"/photos/{first.pk}/s.webp"
    assert (client_for().get(picture).status_code, city.get(picture).status_code) == (404, 200)
    assert put(city, "update", update, **EMPTY).status_code == 403  # the other side wrote it
    page = city.get(cycle.get_absolute_url()).text
    assert page.count("写っている方へ") == 6 and "写真を載せる（いまは、見本の絵が出ています）" in page
    # The entry itself: both sides, one photograph.
    put(city, "project", cycle.project, **KNOWN)
    put(client, "project", cycle.project, **EMPTY)
    assert Photo.objects.kept().filter(place="project").count() == 1


def test_words_about_a_removed_photograph_go_after_their_term(group, client_for):
    body, boss, _ = group
    said = {"people": "known", "asked_whom": "見本の3人", "asked_by": "会長", "asked_on": build.days(0)}
    photo = build.photo("partner", body, boss, **said)
    client_for(boss).post(f"/photos/{photo.pk}/remove/")
    Photo.objects.update(removed_at=timezone.now() - datetime.timedelta(days=3 * 366))
    admin = build.system_admin()
    year = build.days(0).year - (build.days(0).month < 4)
    disposal = make_disposal(year=year, by=admin)
    assert [(item.kind, item.label) for item in disposal.items.all()] == [("photo", f"写真 {photo.pk}")]
    assert dispose(disposal=disposal, by=admin) == 1
    photo.refresh_from_db()
    assert (photo.alt, photo.asked_whom, photo.asked_by, photo.asked_on) == ("", "", "", None)
    assert dispose(disposal=make_disposal(year=year - 1, by=admin), by=admin) == 0


def test_what_was_asked_about_a_photograph_that_stays_goes_after_its_term_and_with_its_page_at_once(group, client_for):
    body, boss, _ = group
    _, staff = build.office("secretariat")
    photo, visitor = build.photo("partner", body, boss), client_for()
    said = {"words": "わたしが写っています。", "contact": "090-0000-0000"}
    visitor.post(f"/photos/{photo.pk}/", {**said, "form_key": str(uuid4())})
    asked = PhotoRequest.objects.get()
    page = f"/admin/process/photorequest/{asked.pk}/decide/"
    client_for(staff).post(page, opened(client_for(staff), page, remove="no", reason="別の人でした。"))
    PhotoRequest.objects.update(decided_at=timezone.now() - datetime.timedelta(days=3 * 366))
    visitor.post(f"/photos/{photo.pk}/", {**said, "form_key": str(uuid4())})  # and is waiting
    admin, year = build.system_admin(), build.days(0).year - (build.days(0).month < 4)
    disposal = make_disposal(year=year, by=admin)
    assert [item.label for item in disposal.items.all()] == [f"写真 {photo.pk}についての求め"]
    assert dispose(disposal=disposal, by=admin) == 1
    asked.refresh_from_db()
    photo.refresh_from_db()
    assert (asked.words, asked.contact, asked.reason, asked.removed) == ("", "", "", False)
    assert photo.removed_at is None and photo.alt and PhotoRequest.objects.open().get().contact == "090-0000-0000"
    assert Task.objects.filter(process="photo", done_at__isnull=True).count() == 1
    erase_photos(Photo.objects.filter(pk=photo.pk))  # its group has left
    assert not PhotoRequest.objects.open().exists() and not Task.objects.filter(process="photo", done_at__isnull=True).exists()
