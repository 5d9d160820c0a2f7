"""One guideline as one file: taken out with its pictures, brought in as a revision that shows what differs."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guidelines.models import Chapter, Guideline, Picture, Revision
from tests import build
from tests.guidelines.revisions.test_revisions import step, typed, write

pytestmark = pytest.mark.usefixtures("shared_library")

IMPORT = "/admin/guidelines/guideline/import/"


@pytest.fixture
def staff(client_for):
    return client_for(build.office("secretariat")[1])


def png():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return out.getvalue()


def taken_out(client, guideline):
    answer = client.get(f"/admin/guidelines/guideline/{guideline.pk}/export/")
    assert answer["Content-Disposition"] == f'attachment; filename="{guideline.slug}.json"'
    return json.loads(answer.content)


def bring_in(client, data, name="guideline.json"):
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return client.post(IMPORT, {**typed(client, IMPORT), "file": SimpleUploadedFile(name, content)}, follow=True)


def add_picture(client, guideline):
    page = "/admin/guidelines/picture/add/"
    file = SimpleUploadedFile("bus.png", png())
    client.post(page, {"guideline": str(guideline.pk), "alt": "バスを待つ人", "credit": "見本", "file": file})
    return Picture.objects.get()


def test_what_is_taken_out_is_what_stands(staff, ojiya):
    assert "同じです" in bring_in(staff, taken_out(staff, ojiya)).content.decode()
    assert Revision.objects.count() == 1


def test_a_changed_file_shows_its_differences_before_anything_is_public(client_for, staff, ojiya):
    data = taken_out(staff, ojiya)
    data["chapters"][2]["lead"] = "ファイルで直した要点です。"
    page = bring_in(staff, data).content.decode()
    assert "ファイルで直した要点" in page and "1件のちがい" in page
    assert Chapter.objects.get(guideline=ojiya, number=3).lead != "ファイルで直した要点です。"
    revision = Revision.objects.latest("pk")
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    assert "ファイルで直した要点です。" in client_for().get("/guidelines/ojiya/3/").content.decode()


def test_another_citys_file_becomes_a_draft_beside_our_own(client_for, staff, ojiya):
    data = taken_out(staff, ojiya)
    data["municipality"] |= {"name": "見本市", "kana": "みほんし", "code": "999999"}
    data["guideline"]["slug"] = "mihon"
    bring_in(staff, data)
    guideline = Guideline.objects.get(slug="mihon")
    assert not guideline.municipality.is_own and not guideline.is_published
    revision = Revision.objects.latest("pk")
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    assert client_for().get("/guidelines/mihon/3/").status_code == 200
    assert taken_out(staff, guideline)["chapters"] == data["chapters"]


def test_pictures_travel_in_the_file(client_for, staff, ojiya):
    picture = add_picture(staff, ojiya)
    revision = write(
        staff, ojiya.chapters.get(number=3), body=f"![バスを待つ人]({picture.get_absolute_url()})\n\n[[はじめの一歩]]"
    )
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    assert 'alt="バスを待つ人"' in client_for().get("/guidelines/ojiya/3/").content.decode()
    shown = client_for().get(picture.get_absolute_url())
    assert shown.status_code == 200 and shown["Content-Type"] == "image/png"
    data = taken_out(staff, ojiya)
    data["municipality"] |= {"name": "見本市", "kana": "みほんし", "code": "999999"}
    data["guideline"]["slug"] = "mihon"
    bring_in(staff, data)
    copy = Picture.objects.get(guideline__slug="mihon")
    assert (copy.alt, copy.credit, copy.sha256) == ("バスを待つ人", "見本", picture.sha256)
    row = Revision.objects.latest("pk").rows.get(part="chapters", key="3")
    assert copy.get_absolute_url() in row.after["body"]
    assert client_for().get(copy.get_absolute_url()).status_code == 404


def test_a_picture_needs_words_and_must_be_one(staff, ojiya):
    page = "/admin/guidelines/picture/add/"
    answer = staff.post(page, {"guideline": str(ojiya.pk), "alt": "", "file": SimpleUploadedFile("a.png", b"<svg onload=x>")})
    text = answer.content.decode()
    assert "画像の説明を入れてください" in text and "写真にしてください" in text
    assert Picture.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "中身が空"),
        (b"\xff\xfe", "UTF-8のJSONにしてください"),
        (b"[]", "形が違います"),
        (b'{"municipality": {"code": "152081"}, "guideline": {"slug": "x", "color": "red"}, "chapters": []}', "知らない項目"),
        (
            b'{"municipality": {"name": "x", "kana": "x", "code": "999999", "prefecture": "x"},'
            b' "guideline": {"slug": "terms", "title": "x", "summary": "x"}, "chapters": []}',
            "ほかのページが使っています",
        ),
        (b"[" * 100_000, "UTF-8のJSONにしてください"),
        (b'{"municipality": 3, "guideline": {}, "chapters": [7]}', "形が違います"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_at_its_field(staff, ojiya, content, says):
    assert says in bring_in(staff, content).content.decode()
    assert Revision.objects.count() == 1 and Guideline.objects.count() == 1
