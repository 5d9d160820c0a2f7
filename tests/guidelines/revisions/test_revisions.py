"""Changing the library: a revision is written, looked at, checked and published; what stood before can be brought back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from guidelines.models import Chapter, ContactPoint, Guideline, Principle, Revision, RevisionRow
from guidelines.revisions.publication_actions import publish_due
from kyodo_portal.notices.models import News, Notice
from tests import build

pytestmark = pytest.mark.usefixtures("shared_library")


@pytest.fixture
def people(db):
    offices = {kind: build.office(kind)[1] for kind in ("secretariat", "department")}
    return {"resident": build.user(), "admin": build.system_admin(), **offices}


@pytest.fixture
def staff(client_for, people):
    """The browser of the secretariat."""
    return client_for(people["secretariat"])


def typed(client, address):
    """What the form would send back unchanged."""
    form = client.get(address).context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def revise(client, chapter):
    """Begin a revision of one chapter; returns (revision, the address of the chapter's form)."""
    answer = client.post(f"/admin/guidelines/chapter/{chapter.pk}/revise/")
    return Revision.objects.latest("pk"), answer.url


def write(client, chapter, **words):
    revision, form = revise(client, chapter)
    answer = client.post(form, {**typed(client, form), **words, "save": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    return revision


def step(client, revision, name, **answers):
    page = f"/admin/guidelines/revision/{revision.pk}/step/{name}/"
    form = client.get(page).context["form"]
    sent = {"etag": form.initial.get("etag", ""), "version": Revision.objects.get(pk=revision.pk).version}
    answer = client.post(page, {**sent, **answers}, follow=True)
    revision.refresh_from_db()
    return answer.content.decode()


def words(answer):
    return re.sub(r"<[^>]*>", "", answer.content.decode())


def test_a_chapter_is_changed_looked_at_checked_and_published(client_for, people, staff, ojiya):
    chapter = ojiya.chapters.get(number=3)
    author, page = client_for(people["department"]), "/guidelines/ojiya/3/"
    revision = write(author, chapter, lead="新しい要点です。")
    assert "新しい要点です。" not in words(client_for().get(page))
    look = author.get(f"/admin/guidelines/revision/{revision.pk}/preview/?page={page}")
    assert "新しい要点です。" in words(look) and "公開前の見本です" in words(look)
    assert Chapter.objects.get(pk=chapter.pk).lead == chapter.lead
    shown = author.get(revision.get_absolute_url()).content.decode()
    assert "<del>" in shown and "新しい要点" in shown
    step(author, revision, "ask_check")
    assert revision.status == "checking"
    assert Notice.objects.filter(user=people["secretariat"], title__contains="確認をお願いします").count() == 1
    assert author.post(f"/admin/guidelines/revision/{revision.pk}/step/publish/", {"version": 1}).status_code == 403
    step(staff, revision, "publish")
    assert revision.status == "published"
    assert "新しい要点です。" in words(client_for().get(page))
    assert "新しい要点です。" in Chapter.objects.get(pk=chapter.pk).search_text
    news = News.objects.get(source=f"guideline:{ojiya.pk}:revision:{revision.pk}")
    assert (news.kind, news.url, news.summary) == ("guideline", "/guidelines/ojiya/", revision.title)


def test_history_shows_what_changed_and_brings_a_former_text_back(client_for, staff, ojiya):
    chapter = ojiya.chapters.get(number=3)
    former = chapter.lead
    revision = write(staff, chapter, lead="新しい要点です。")
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    history = staff.get(f"/admin/guidelines/chapter/{chapter.pk}/history/").content.decode()
    assert "新しい要点" in history and "ファイルからの取り込み" in history
    first = RevisionRow.objects.get(revision__title="ファイルからの取り込み", part="chapters", key="3")
    staff.post(f"/admin/guidelines/chapter/{chapter.pk}/restore/{first.pk}/")
    back = Revision.objects.latest("pk")
    assert Chapter.objects.get(pk=chapter.pk).lead == "新しい要点です。"
    step(staff, back, "ask_check")
    step(staff, back, "publish")
    assert Chapter.objects.get(pk=chapter.pk).lead == former


def test_a_scheduled_revision_is_published_by_the_clock_and_not_before(client_for, staff, ojiya):
    contact = ContactPoint.objects.get(key="shiyakusho")
    answer = staff.post(f"/admin/guidelines/contactpoint/{contact.pk}/revise/")
    revision = Revision.objects.latest("pk")
    staff.post(answer.url, {**typed(staff, answer.url), "hours": "平日の8時30分から17時15分まで", "save": "1"})
    step(staff, revision, "ask_check")
    assert "それより後の日にしてください" in step(staff, revision, "schedule", publish_at="平成31年4月1日 8:30")
    tomorrow = timezone.localtime() + timedelta(days=1)
    step(staff, revision, "schedule", publish_at=f"{tomorrow:%Y/%m/%d} 8:30")
    assert revision.status == "scheduled"
    publish_due()
    assert ContactPoint.objects.get(pk=contact.pk).hours == ""
    Revision.objects.filter(pk=revision.pk).update(publish_at=timezone.now())
    publish_due()
    publish_due()
    revision.refresh_from_db()
    assert revision.status == "published"
    assert ContactPoint.objects.get(pk=contact.pk).hours == "平日の8時30分から17時15分まで"


def test_two_revisions_of_one_row_do_not_undo_each_other(staff, ojiya):
    chapter = ojiya.chapters.get(number=3)
    slow = write(staff, chapter, lead="おそい人の要点です。")
    fast = write(staff, chapter, lead="はやい人の要点です。")
    step(staff, slow, "ask_check")
    step(staff, fast, "ask_check")
    step(staff, fast, "publish")
    assert "別の改稿で変わりました" in step(staff, slow, "publish")
    assert slow.status == "checking" and Chapter.objects.get(pk=chapter.pk).lead == "はやい人の要点です。"
    step(staff, slow, "send_back", reason="もう一度見てください。")
    form = f"/admin/guidelines/revision/{slow.pk}/row/chapters/3/"
    staff.post(form, {**typed(staff, form), "save": "1"})
    step(staff, slow, "ask_check")
    step(staff, slow, "publish")
    assert Chapter.objects.get(pk=chapter.pk).lead == "おそい人の要点です。"


def test_a_scheduled_revision_that_no_longer_fits_goes_back_with_the_reason(staff, people, ojiya):
    chapter = ojiya.chapters.get(number=3)
    planned = write(staff, chapter, lead="予約した要点です。")
    step(staff, planned, "ask_check")
    step(staff, planned, "schedule", publish_at=f"{timezone.localtime() + timedelta(days=1):%Y/%m/%d} 8:30")
    other = write(staff, chapter, lead="先に出た要点です。")
    step(staff, other, "ask_check")
    step(staff, other, "publish")
    Revision.objects.filter(pk=planned.pk).update(publish_at=timezone.now())
    publish_due()
    planned.refresh_from_db()
    assert planned.status == "checking" and Chapter.objects.get(pk=chapter.pk).lead == "先に出た要点です。"
    assert Notice.objects.filter(user=people["secretariat"], title__contains="予約どおりに公開できませんでした").exists()


def test_items_are_added_and_taken_out_with_the_chapter_that_shows_them(client_for, staff, ojiya):
    revision, _ = revise(staff, ojiya.chapters.get(number=1))
    add = f"/admin/guidelines/revision/{revision.pk}/add/principles/"
    staff.post(
        add, {**typed(staff, add), "title": "楽しむ", "body": "楽しく続けます。", "chapter": "1", "key": "tanoshimu", "save": "1"}
    )
    remove = f"/admin/guidelines/revision/{revision.pk}/remove/principles/kyoyu/"
    staff.post(remove, build.sure(staff, remove))
    assert Principle.objects.count() == 4
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    assert list(Principle.objects.values_list("title", flat=True)) == ["対話", "対等の立場", "相互理解", "楽しむ"]
    assert "楽しく続けます。" in words(client_for().get("/guidelines/ojiya/1/"))


def test_an_item_without_a_place_in_its_chapter_is_told_before_the_check(staff, ojiya):
    revision = write(staff, ojiya.chapters.get(number=3), body="印のない本文")
    assert "[[はじめの一歩]] の行がない" in step(staff, revision, "ask_check")
    assert revision.status == "draft"


def test_an_empty_revision_cannot_be_sent(staff, ojiya):
    revision, _ = revise(staff, ojiya.chapters.get(number=3))
    assert "まだ何も変えていません" in step(staff, revision, "ask_check")
    step(staff, revision, "discard")
    assert revision.status == "discarded"


@pytest.mark.parametrize(
    ("words_typed", "says"),
    [
        ({"lead": ""}, "要点を入れてください"),
        ({"lead": "あ" * 301}, "300"),
        ({"body": "![](/guidelines/pictures/1/)"}, "画像の説明が空です"),
        ({"body": "![図](http://evil.example/a.png)"}, "は使えません"),
    ],
)
def test_what_does_not_fit_stands_at_its_field_and_nothing_is_lost(staff, ojiya, words_typed, says):
    revision, form = revise(staff, ojiya.chapters.get(number=3))
    answer = staff.post(form, {**typed(staff, form), "easy": "とっておく文", **words_typed, "save": "1"})
    assert answer.status_code == 200
    assert says in answer.content.decode() and "とっておく文" in answer.content.decode()
    assert revision.rows.count() == 0


def test_the_role_table_of_a_case_is_written_row_by_row(client_for, staff, ojiya):
    case = ojiya.casestudy_set.get(key="josetsu")
    answer = staff.post(f"/admin/guidelines/casestudy/{case.pk}/revise/")
    form, revision = answer.url, Revision.objects.latest("pk")
    role_rows = {
        "roles-TOTAL_FORMS": "2", "roles-INITIAL_FORMS": "0", "roles-0-who": "住む人", "roles-0-actor": "citizen",
        "roles-0-task": "雪をかたづける\n声をかける", "roles-1-who": "", "roles-1-task": "",
    }  # fmt: skip
    more = staff.post(form, {**typed(staff, form), **role_rows, "roles-add": "1"})
    assert 'name="roles-2-who"' in more.content.decode()
    staff.post(form, {**typed(staff, form), **role_rows, "save": "1"})
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    assert [(role.who, role.tasks) for role in case.roles.all()] == [("住む人", ["雪をかたづける", "声をかける"])]


def test_a_new_guideline_is_a_draft_until_its_first_revision_is_published(client_for, staff, ojiya):
    page = "/admin/guidelines/guideline/add/"
    staff.post(
        page,
        {
            **typed(staff, page),
            "municipality": str(ojiya.municipality_id),
            "title": "見本の手引き",
            "slug": "mihon",
            "summary": "見本です。",
        },
    )
    revision = Revision.objects.latest("pk")
    add = f"/admin/guidelines/revision/{revision.pk}/add/chapters/"
    staff.post(add, {**typed(staff, add), "title": "はじめの章", "lead": "要点です。", "body": "本文です。", "save": "1"})
    assert client_for().get("/guidelines/mihon/").status_code == 404
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    assert "はじめの章" in words(client_for().get("/guidelines/mihon/1/"))
    guideline = Guideline.objects.get(slug="mihon")
    staff.post(f"/admin/guidelines/guideline/{guideline.pk}/withdraw/")
    assert client_for().get("/guidelines/mihon/1/").status_code == 404


def test_somebody_looked_and_it_still_holds(client_for, people, staff, ojiya):
    contact = ContactPoint.objects.get(key="shiyakusho")
    listed = "/admin/guidelines/contactpoint/?checked=never"
    assert "小千谷市役所" in words(staff.get(listed))
    staff.post("/admin/guidelines/contactpoint/", {"action": "note_check", "_selected_action": [contact.pk]})
    contact.refresh_from_db()
    assert (contact.checked_on, contact.checked_by) == (timezone.localdate(), people["secretariat"])
    assert ContactPoint.objects.filter(checked_on__isnull=False).count() == 1


def test_drafts_are_their_authors_and_the_secretariats(client_for, people, ojiya):
    author, other = client_for(people["department"]), client_for(build.office()[1])
    revision = write(author, ojiya.chapters.get(number=3), lead="新しい要点です。")
    form = f"/admin/guidelines/revision/{revision.pk}/row/chapters/3/"
    assert other.get(revision.get_absolute_url()).status_code == 200
    assert other.get(form).status_code == 403
    assert client_for(people["secretariat"]).get(form).status_code == 200
    assert client_for(people["resident"]).get(form).status_code == 404
    assert client_for().get(form).status_code == 302
    assert author.get("/admin/guidelines/guideline/import/").status_code == 403


@pytest.mark.parametrize("page", ["", "/admin/", "/me/", "//evil.example/", "/guidelines/nowhere/", "/guidelines/ojiya/99/"])
def test_only_pages_of_the_library_are_previewed(staff, ojiya, page):
    revision = write(staff, ojiya.chapters.get(number=3), lead="新しい要点です。")
    answer = staff.get(f"/admin/guidelines/revision/{revision.pk}/preview/", {"page": page})
    assert answer.status_code == (200 if page == "" else 404)
    assert Chapter.objects.get(guideline=ojiya, number=3).lead != "新しい要点です。"


def test_items_and_sections_change_places(client_for, staff, ojiya):
    revision, _ = revise(staff, ojiya.chapters.get(number=1))
    up = f"/admin/guidelines/revision/{revision.pk}/up"
    staff.post(f"{up}/principles/kyoyu/")
    staff.post(f"{up}/principles/kyoyu/")  # the first one stays
    staff.post(f"{up}/chapters/4/")
    assert staff.post(f"{up}/chapters/99/").status_code == 404
    assert client_for().get("/guidelines/ojiya/3/").context["chapter"].title == "みんなの力が集まると？"
    step(staff, revision, "ask_check")
    step(staff, revision, "publish")
    assert list(Principle.objects.values_list("title", flat=True)) == ["共有", "対話", "対等の立場", "相互理解"]
    assert "小千谷の除雪" in words(client_for().get("/guidelines/ojiya/3/"))
    assert "広報おぢや" in words(client_for().get("/guidelines/ojiya/4/"))
