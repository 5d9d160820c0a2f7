"""Two people, or two windows, at one page that writes stored texts: whoever saves second reads what stands, and undoes nothing unseen."""

import pytest

from guidelines.models import Revision
from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.process.models import Promise
from partners.models import Partner, Registration
from projects.models import Call
from tests import build
from tests.projects.voices.build import World as VoicesWorld
from tests.sent import opened, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_rows_below_a_call(client_for):
    """Questions, criteria and seats: different boxes go together by themselves, one box that both wrote is asked about."""
    office, clerk = build.office("secretariat")
    colleague = build.user()
    build.join(colleague, office)
    call = build.call()
    address = f"/admin/projects/call/{call.pk}/change/"
    one, other = client_for(clerk), client_for(colleague)
    quick = opened(
        one,
        address,
        **{
            "criteria-0-name": "みんなの役に立つか",
            "criteria-2-name": "続けられるか",
            "criteria-2-max_points": "5",
            "criteria-2-order": "9",
        },
    )
    late = opened(other, address, **{"criteria-1-name": "役割の分け方", "eligibility": "市内の団体"})
    both = opened(other, address, **{"criteria-0-name": "役に立つか", "criteria-1-name": "役割の分け方"})
    assert one.post(address, quick).status_code == 302
    text = text_of(other.post(address, both))
    assert "いまの内容：みんなの役に立つか" in text and "役割の分け方" in text and "「続けられるか」が足されました" in text
    assert [row.name for row in call.criteria.order_by("pk")] == ["みんなの役に立つか", "役割分担", "続けられるか"]
    late |= {"change_reason": "対象を広げるため"}
    text = text_of(other.post(address, late, follow=True))
    assert "この画面を開いたあとに直された「みんなの役に立つか：項目」は、そのまま残しました" in text
    assert [row.name for row in call.criteria.order_by("pk")] == ["みんなの役に立つか", "役割の分け方", "続けられるか"]
    assert Call.objects.get().eligibility == "市内の団体"
    # A row that is gone, changed by somebody who still sees it; a row that is deleted by somebody who sees its former words.
    deletes = opened(other, address, **{"criteria-1-DELETE": "on"})
    late = opened(other, address, **{"questions-0-label": "何をしますか", "summary": "べつの紹介です。"})
    quick = opened(one, address, **{"questions-0-DELETE": "on", "summary": "新しい紹介です。", "criteria-1-name": "分け方"})
    assert one.post(address, quick).status_code == 302
    text = text_of(other.post(address, late))
    assert "この行は、そのあいだに消されました" in text and "何をしますか" in text and call.questions.count() == 3
    assert "いまの内容：新しい紹介です。" in text and "べつの紹介です。" in text
    assert other.post(address, deletes).status_code == 409
    assert Call.objects.get().summary == "新しい紹介です。" and call.criteria.filter(name="分け方").exists()


def test_the_entry_of_a_group_by_the_group_and_by_the_office(client_for):
    group, representative = build.registered_group()
    (_, clerk), mine = build.office("secretariat"), client_for(representative)
    own, office = f"/partners/{group.pk}/edit/", f"/admin/partners/partner/{group.pk}/change/"
    by_the_office, old = opened(client_for(clerk), office, source_note="電話で聞いた"), opened(mine, own, pr="古い画面")
    both, against = opened(mine, own, schedule="水曜日", pr="あとの画面"), opened(client_for(clerk), office, schedule="月曜日")
    assert mine.post(own, opened(mine, own, schedule="毎週金曜日")).status_code == 302
    # What only one of them touched goes together, and it is said.
    assert "「活動する日・場所」は、そのまま残しました" in text_of(client_for(clerk).post(office, by_the_office, follow=True))
    for _ in range(2):  # the button pressed twice
        assert "「活動する日・場所」は、そのまま残しました" in text_of(mine.post(own, old, follow=True))
    row = Partner.objects.get(pk=group.pk)
    assert (row.schedule, row.source_note, row.pr) == ("毎週金曜日", "電話で聞いた", "古い画面")
    # What both touched is asked about; what only the other did stays although the page is sent again.
    assert "いまの内容：毎週金曜日" in text_of(client_for(clerk).post(office, against))
    Partner.objects.filter(pk=group.pk).update(purpose="新しい目的")
    answer = mine.post(own, both)
    text = text_of(answer)
    assert (
        answer.status_code == 409 and "いまの内容：毎週金曜日" in text and "いまの内容：古い画面" in text and "あとの画面" in text
    )
    assert "このまま保存しても、こちらが残ります：新しい目的" in text
    both |= {"etag": answer.context["form"]["etag"].value()}
    assert mine.post(own, both).status_code == 302
    row = Partner.objects.get(pk=group.pk)
    assert (row.schedule, row.purpose, row.pr) == ("水曜日", "新しい目的", "あとの画面")


def test_every_page_of_an_application_in_two_windows(client_for):
    representative = build.user()
    row = build.registration(representative, status="draft")
    client, base = client_for(representative), row.get_absolute_url()
    for page, box in (("about", "purpose"), ("activity", "schedule"), ("contact", "contact_name")):
        late = opened(client, f"{base}{page}/", **{box: "あとの窓の文", "next": "1"})
        assert (
            client.post(f"{base}{page}/", opened(client, f"{base}{page}/", **{box: "先の窓の文", "next": "1"})).status_code == 302
        )
        answer = client.post(f"{base}{page}/", late)
        text = text_of(answer)
        assert answer.status_code == 409 and "先の窓の文" in text and "あとの窓の文" in text, page
        assert Registration.objects.get().payload[box] == "先の窓の文"
    about = f"{base}about/"
    late = opened(client, about, purpose="半分", kana="", draft="1")  # unfinished, and kept as a draft
    assert client.post(about, opened(client, about, purpose="三番目の文", draft="1")).status_code == 302
    answer = client.post(about, late)
    assert answer.status_code == 409 and "いまの内容：三番目の文" in text_of(answer)
    late["etag"] = answer.context["form"]["etag"].value()
    assert client.post(about, late).status_code == 302 and Registration.objects.get().payload["purpose"] == "半分"
    # Thrown away from a page that does not know the last words.
    discard = f"{base}discard/"
    old = opened(client, discard)
    assert client.post(about, opened(client, about, purpose="もう半分", draft="1")).status_code == 302
    answer = client.post(discard, old)
    assert answer.status_code == 409 and "書き足されました" in text_of(answer) and Registration.objects.exists()
    assert client.post(discard, opened(client, discard)).status_code == 302 and not Registration.objects.exists()


def test_the_words_of_a_revision(client_for):
    guide, (_, clerk) = load_guideline(build.OJIYA), build.office("secretariat")
    made = Revision.objects.create(guideline=guide, title="要点を直す", author=clerk, status="draft")
    client, address = client_for(clerk), f"/admin/guidelines/revision/{made.pk}/words/"
    late, other = opened(client, address, title="番地を直す"), opened(client, address, note="べつのわけ")
    assert client.post(address, opened(client, address, title="電話を直す")).status_code == 302
    text = text_of(client.post(address, late))
    assert "いまの内容：電話を直す" in text and "番地を直す" in text
    assert client.post(address, other).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.note) == ("電話を直す", "べつのわけ")
    # A row that a colleague wrote on in the meantime is neither dropped nor taken out.
    row = f"/admin/guidelines/revision/{made.pk}/row/chapters/3/"
    assert client.post(row, opened(client, row, lead="要点その一")).status_code == 302
    pages = [f"/admin/guidelines/revision/{made.pk}/{what}/chapters/3/" for what in ("drop", "remove")]
    old = [opened(client, page) for page in pages]
    assert client.post(row, opened(client, row, lead="要点その二")).status_code == 302
    assert [client.post(page, sent).status_code for page, sent in zip(pages, old, strict=True)] == [409, 409]
    assert made.rows.get().after["lead"] == "要点その二"


def test_a_draft_of_a_proposal_is_not_thrown_away_with_words_that_nobody_saw(client_for):
    body, leader, _ = build.group()
    draft, client = build.draft(body, leader), client_for(leader)
    delete, idea = f"{draft.get_absolute_url()}delete/", f"{draft.get_absolute_url()}edit/idea/"
    old = opened(client, delete)
    assert client.post(idea, opened(client, idea, summary="書き足した紹介", draft="1")).status_code == 302
    assert client.post(delete, old).status_code == 409
    assert client.post(delete, opened(client, delete)).status_code == 302


def test_what_somebody_wrote_into_is_not_deleted_unread(client_for):
    office, clerk = build.office("secretariat")
    colleague = build.user()
    build.join(colleague, office)
    row = Promise.objects.create(kind=Promise.Kind.TAKEOVER, days=5, since=build.days(30))
    change, delete = (f"/admin/process/promise/{row.pk}/{name}/" for name in ("change", "delete"))
    one, other = client_for(clerk), client_for(colleague)
    asked = opened(other, delete)
    assert one.post(change, opened(one, change, days="8")).status_code == 302
    answer = other.post(delete, asked)
    assert answer.status_code == 409 and "が直されました。まだ削除していません" in text_of(answer)
    assert Promise.objects.get().days == 8
    asked = opened(other, delete)
    assert other.post(delete, asked).url == other.post(delete, asked).url and not Promise.objects.exists()  # pressed twice


def test_the_word_beside_a_press_in_two_windows(client_for):
    world = VoicesWorld()
    client, address = client_for(world.resident), f"{world.topic.get_absolute_url()}me-too/"
    late, other = opened(client, address, note="バスが遠い"), opened(client, address, area="")
    assert client.post(address, opened(client, address, note="昼に1本ほしい")).status_code == 302
    answer = client.post(address, late)
    text = text_of(answer)
    assert answer.status_code == 409 and "いまの内容：昼に1本ほしい" in text and "バスが遠い" in text
    assert client.post(address, other).status_code == 302  # it wrote nothing: what stands stays
    assert world.topic.me_toos.get().note == "昼に1本ほしい"
    late["etag"] = answer.context["form"]["etag"].value()
    assert client.post(address, late).status_code == 302 and world.topic.me_toos.get().note == "バスが遠い"
