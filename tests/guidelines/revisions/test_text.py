"""A guideline from a word processor: a plain text or Markdown file becomes the draft's chapters; nothing is public before it is published."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guidelines.models import Guideline, Municipality, Revision
from tests import build
from tests.guidelines.revisions.test_revisions import step
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db
ADD = "/admin/guidelines/guideline/add/"
WORD = """若葉野町 協働の手引き
第1章　はじめに……… 1
第2章　すすめ方……… 2

この手引きは、町のみんなで書きました。
第1章　はじめに
第1章では、力を合わせるわけを書きます。町には、ひとりではできないことがあります。
・町内会
・ＮＰＯ
第２章　すすめ方
第１節　話し合う
はじめに、顔を合わせます。
第２節　役割を決める
だれが何をするかを、紙に書きます。
"""
MARKDOWN = """# はじめに

**力**を合わせます。

## 話し合う

- 顔を合わせる

### 場所

公民館です。
"""


@pytest.fixture
def staff(client_for):
    return client_for(build.office("secretariat")[1])


@pytest.fixture
def town():
    return Municipality.objects.create(name="若葉野町", kana="わかばのまち", code="131016", prefecture="東京都", is_own=True)


def begun(client, town, content, name="tebiki.txt"):
    said = opened(client, ADD, municipality=town.pk, title="協働の手引き", slug="wakabano", summary="いっしょに取り組みます。")
    return client.post(ADD, {**said, "file": SimpleUploadedFile(name, content)}, follow=True)


def rows():
    return [row.after for row in Revision.objects.get().rows.filter(part="chapters").order_by("pk")]


def test_a_text_out_of_a_word_processor_becomes_a_draft_that_is_looked_at_and_published(client_for, staff, town):
    page = text_of(begun(staff, town, WORD.encode("cp932")))
    assert "文章から2の節をつくりました。題と要点を確かめて、確認を依頼してください。" in page and "すすめ方" in page
    first, second = rows()
    assert (first["number"], first["title"], first["section"]) == (1, "はじめに", "第1章")
    assert first["lead"].startswith("第1章では、力を合わせるわけを書きます。町には")
    assert first["body"] == (
        "第1章では、力を合わせるわけを書きます。町には、ひとりではできないことがあります。\n\n- 町内会\n- ＮＰＯ"
    )
    assert second["body"] == (
        "# 第１節 話し合う\n\nはじめに、顔を合わせます。\n\n# 第２節 役割を決める\n\nだれが何をするかを、紙に書きます。"
    )
    preface = Revision.objects.get().rows.get(part="guideline").after["preface"]
    assert preface == "若葉野町 協働の手引き\n\nこの手引きは、町のみんなで書きました。"
    assert client_for().get("/guidelines/wakabano/").status_code == 404
    for taken in ("ask_check", "publish"):
        step(staff, Revision.objects.get(), taken)
    assert Guideline.objects.get().is_published
    read = text_of(client_for().get("/guidelines/wakabano/2/"))
    assert "すすめ方" in read and "役割を決める</h" in read and "だれが何をするかを、紙に書きます。" in read


def test_markdown_keeps_its_marks_one_step_higher(staff, town):
    begun(staff, town, MARKDOWN.encode(), "tebiki.md")
    assert rows() == [
        {
            "number": 1, "title": "はじめに", "lead": "力を合わせます。 顔を合わせる 公民館です。",
            "body": "**力**を合わせます。\n\n# 話し合う\n\n- 顔を合わせる\n\n## 場所\n\n公民館です。",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04word", "「書式なし（.txt）」を選び"),
        (b"\x81\x00\xff\xfd", "文字の形式をUTF-8かシフトJISにして"),
        ("はじめに\n文だけです。".encode(), "章の見出しが見つかりません。"),
        ("# 一\n\n# 二\n\n文です。".encode(), "1行目の見出し「一」の下に、文がありません。"),
        (("# " + "長" * 101 + "\n\n文です。").encode(), "1行目から"),
        ("# 一\n文\n".encode() * 101, "章が101あります。100までに"),
        (b"x" * (1024 * 1024 + 1), "1メガバイトまでにしてください。"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_was_typed_stays(staff, town, content, why):
    page = text_of(begun(staff, town, content))
    assert why in page and "いっしょに取り組みます。" in page
    assert not Revision.objects.exists() and not Guideline.objects.exists()


def test_without_a_file_the_draft_is_empty(staff, town):
    said = opened(staff, ADD, municipality=town.pk, title="手引き", slug="wakabano", summary="紹介です。")
    assert "節や項目を足して、確認を依頼してください。" in text_of(staff.post(ADD, said, follow=True))
    assert rows() == []
