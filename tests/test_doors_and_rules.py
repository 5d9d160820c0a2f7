"""The matrix: doors by which something is typed in, against the rules that hold at each of them.

Of every door what is typed into its boxes, as people write, and what stands afterwards; then the same press again, an old page of
it, and a wrong value beside a long text. What a door does not ask is left out of its row and never silently: `ASKS` says it.
"""

import copy
import datetime
import re
from html import unescape

import pytest
from django.forms import BooleanField, SlugField
from django.utils import timezone

from guidelines.models import ContactPoint, Guideline, RevisionRow
from guidelines.revisions import actions as revisions
from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.lists.search import doc
from partners.models import Partner, Registration
from projects.models import Answer, Call, Cycle, Project, Question
from tests import build, newer_doors, urlconf_doors
from tests.doors import DATES, DIGITS, MAIL, UNITS, Door
from tests.partners.registration import start
from tests.projects.ledger.build import form
from tests.sent import opened
from tests.test_forms_that_write import forms

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
LONG = "冬のあいだ、三日おきに声をかけて回りました。" * 5
D = datetime.date


def about():
    row = build.registration(build.user(), status="draft")
    return Door(
        by=row.created_by,
        address=f"/partners/registrations/{row.pk}/about/",
        typed={"kana": "ﾜｶﾊﾞ（ﾐﾏﾓﾘ）", "corporate_number": "法人番号 ７０００-０１２０-５０００２", "established": "20150401", "members_count": "約９６世帯"},
        stands=lambda: [Registration.objects.get().payload[name] for name in ("kana", "corporate_number", "established", "members_count")],
        stored=["ワカバ ミマモリ", "7000012050002", "2015年4月1日", "96世帯"],
        prose="purpose",
        wrong=("members_count", "30〜40人", "会員数には、数を1つだけ入れてください。"),
        old=("purpose", "べつの目的です。"),
        more={"next": "1"},
    )  # fmt: skip


def contact():
    row = build.registration(build.user(), status="draft")
    return Door(
        by=row.created_by,
        address=f"/partners/registrations/{row.pk}/contact/",
        typed={"email": "メール：ＷＡＫＡＢＡ＠ｅｘａｍｐｌｅ。ｊｐ", "phone": "０２５８（８３）３５１２ 内線１２", "postal_code": "〒９４７－００２８", "fax": "なし"},
        stands=lambda: [Registration.objects.get().payload[name] for name in ("email", "phone", "postal_code", "fax")],
        stored=["wakaba@example.jp", "0258-83-3512 内線12", "9470028", ""],
        prose="address",
        wrong=("phone", "83-3512", "電話番号は、市外局番から入れてください。"),
        old=("address", "見本町9-9-9"),
        more={"next": "1"},
    )  # fmt: skip


def partner_of_the_office():
    body = build.partner("見本の会")
    return Door(
        by=build.office("secretariat")[1],
        address=f"/admin/partners/partner/{body.pk}/change/",
        typed={
            "members_count": "約９６世帯", "phone": "TEL 0258-83-3512（内線12）", "email": "ＷＡＫＡＢＡ＠example.jp", "website": "ｅｘａｍｐｌｅ．ｊｐ",
            "confirmed_on": "令和八年四月一日（水）", "kana": "ﾜｶﾊﾞ", "established": "20150401", "corporate_number": "7000012050002",
        },
        stands=lambda: Partner.objects.filter(pk=body.pk).values_list(
            "members_count", "members_unit", "phone", "email", "website", "confirmed_on", "kana", "established", "corporate_number",
        )[0],
        stored=(
            96, "households", "0258-83-3512 内線12", "wakaba@example.jp", "https://example.jp", D(2026, 4, 1), "ワカバ", "2015年4月1日",
            "7000012050002",
        ),
        prose="purpose",
        wrong=("confirmed_on", "令和8年4月", "最後に確かめた日は、日まで入れてください。例：2026年4月1日"),
        old=("website", "https://betsu.example.jp"),
    )  # fmt: skip


def entry_of_a_department():
    office, clerk = build.office()
    body, chosen = build.partner("見本の会"), form()
    year = fiscal_year(timezone.localdate())
    return Door(
        by=clerk,
        address="/admin/projects/project/add/",
        typed={"fiscal_year": f"令和{year - 2018}年", "city_cost": "５０万円", "group_cost": "1,200千円", "ends_on": f"{year + 1}.3.31", "kana": "ﾏﾂﾘ"},
        stands=lambda: Cycle.objects.values_list("fiscal_year", "city_cost", "group_cost", "ends_on", "project__kana")[0],
        stored=(year, 500_000, 1_200_000, D(year + 1, 3, 31), "マツリ"),
        prose="aim",
        wrong=("city_cost", "50万円（税込）", "市の負担は、数だけにしてください。「(税込)」を消してください。"),
        more={"title": "夏まつり", "summary": "開きます。", "form": chosen.pk, "partners": [body.pk], "department": office.pk, "save": "1"},
        made=Project.objects.all(),
    )  # fmt: skip


def questions_of_a_call():
    body, person, _ = build.group()
    proposal = build.draft(body, person, to=build.call(questions=False))
    kinds = (("yen", "いくらかかりますか"), ("count", "何世帯に届きますか"), ("date", "下見の日"))
    asked = [Question.objects.create(call=proposal.call, section="why", kind=kind, label=label) for kind, label in kinds]
    asked.append(Question.objects.create(call=proposal.call, section="why", kind="text", label="なぜ", required=False))
    yen, count, day, why = (row.name for row in asked)
    return Door(
        by=person,
        address=f"/projects/proposals/{proposal.pk}/edit/why/",
        typed={yen: "五十万円", count: "約９６世帯", day: "Ｒ８．６．３０"},
        stands=lambda: [Answer.objects.get(question=row).text for row in asked[:3]],
        stored=["500000", "96世帯", "2026-06-30"],
        prose=why,
        wrong=(day, "6/30", "下見の日は、年から書いてください。"),
        old=(why, "べつのわけです。"),
        more={"next": "1"},
    )  # fmt: skip


def money_of_a_draft():
    body, person, _ = build.group()
    proposal = build.draft(body, person)
    amounts = ("income-0-amount", "expense-0-amount")
    return Door(
        by=person,
        address=f"/projects/proposals/{proposal.pk}/edit/budget/",
        typed=dict(zip(amounts, ("金 １０万円也", "￥100,000－"), strict=True)),
        stands=lambda: list(proposal.budget_lines.order_by("pk").values_list("amount", flat=True)),
        stored=[100_000, 100_000],
        prose="income-0-note",
        wrong=("expense-0-amount", "500×200", "金額には、数を1つだけ入れてください。"),
        old=("expense-0-note", "べつの内訳"),
        more={"next": "1"},
    )  # fmt: skip


def call_of_the_secretariat():
    call = build.call(published=False)
    return Door(
        by=build.office("secretariat")[1],
        address=f"/admin/projects/call/{call.pk}/change/",
        typed={
            "closes_at": "令和９年１２月２２日（水）午後５時半まで", "result_on": "2028/1/31", "grant_limit": "３０万円", "fiscal_year": "R10",
            "criteria-0-max_points": "１０点", "questions-0-max_length": "４００字",
        },
        stands=lambda: (
            *Call.objects.values_list("closes_at", "result_on", "grant_limit", "fiscal_year")[0], call.criteria.order_by("pk")[0].max_points,
            call.questions.order_by("pk")[0].max_length,
        ),
        stored=(datetime.datetime(2027, 12, 22, 8, 30, tzinfo=datetime.UTC), D(2028, 1, 31), 300_000, 2028, 10, 400),
        prose="support",
        wrong=("closes_at", "2027年12月22日 13時~15時", "受付を終える日時には、時刻を1つだけ入れてください。"),
        old=("result_on", "2028-03-31"),
    )  # fmt: skip


def plan_of_a_year():
    (office, clerk), (body, person, _) = build.office(), build.group()
    cycle = build.cycle(body, office, clerk)
    row = {"goals-0-kind": "activity", "goals-0-text": "増やす", "goals-0-name": "世帯"}
    return Door(
        by=person,
        address=f"{cycle.get_absolute_url()}plan/",
        typed={"goals-0-target": "約９６世帯", "city_cost": "５万円", "group_cost": "1.5万"},
        stands=lambda: (
            *Cycle.objects.values_list("city_cost", "group_cost")[0], *cycle.goals.values_list("indicators__target", "indicators__unit")[0],
        ),
        stored=(50_000, 15_000, 96, "世帯"),
        prose="goal",
        wrong=("goals-0-target", "3人~5人", "目標の値には、数を1つだけ入れてください。"),
        old=("goal", "べつの目標です。"),
        more={**row, "goal": "さびしい人をなくす", "save": "1"},
    )  # fmt: skip


def contact_point_of_a_guideline():
    load_guideline(build.OJIYA)
    by = build.office("secretariat")[1]
    revision = revisions.open_revision(by=by, guideline=Guideline.objects.get(), title="連絡先", note="")
    key = ContactPoint.objects.first().key
    return Door(
        by=by,
        address=f"/admin/guidelines/revision/{revision.pk}/row/contacts/{key}/",
        typed={"phone": "０２５８-８３-３５１２", "email": "ＷＡＫＡＢＡ＠example.jp", "postal_code": "９４７００２８", "web": "example.jp"},
        stands=lambda: [RevisionRow.objects.get(revision=revision).after[name] for name in ("phone", "email", "postal_code", "web")],
        stored=["0258-83-3512", "wakaba@example.jp", "947-0028", "https://example.jp"],
        prose="body",
        wrong=("phone", "0258-83-3512、0258-82-1111", "電話は、1つだけ入れてください。"),
        old=("body", "べつの文です。"),
        more={"save": "1"},
    )  # fmt: skip


DOORS = {door.__name__: door for door in (
    about, contact, partner_of_the_office, entry_of_a_department, questions_of_a_call, money_of_a_draft, call_of_the_secretariat, plan_of_a_year,
    contact_point_of_a_guideline, *newer_doors.DOORS,
)}  # fmt: skip
# Which of the rules about what is typed a door's boxes can break; all others hold at every door.
ASKS = {
    "about": {DIGITS, UNITS, DATES}, "contact": {MAIL, DIGITS}, "partner_of_the_office": {MAIL, DIGITS, UNITS, DATES},
    "entry_of_a_department": {DIGITS, UNITS, DATES}, "questions_of_a_call": {DIGITS, UNITS, DATES}, "money_of_a_draft": {DIGITS, UNITS},
    "call_of_the_secretariat": {DIGITS, UNITS, DATES}, "plan_of_a_year": {DIGITS, UNITS}, "contact_point_of_a_guideline": {MAIL, DIGITS},
    **newer_doors.ASKS,
}  # fmt: skip


def words(answer):
    return unescape(answer.content.decode().replace("<wbr>", ""))


@pytest.mark.parametrize("name", DOORS)
def test_a_door_and_every_rule(client_for, name):
    door = DOORS[name]()
    client, again = client_for(door.by), client_for(door.by)
    # A wrong value beside a long text: the cause at the field, nothing stored, the text given back.
    box, typed, said = door.wrong
    answer = client.post(door.address, door.page(client, **door.typed | {box: typed, door.prose: LONG[:80]}))
    text = words(answer)
    assert answer.status_code == 200 and said in text and LONG[:80] in text, name
    # As people write: understood. The second press of the same button changes nothing and is answered like the first.
    late = door.page(again, **dict([door.old])) if door.old else None
    sent = door.page(client, **door.typed)
    first = client.post(door.address, sent)
    assert first.status_code == 302, (name, first.context and first.context["form"].errors.as_json())
    assert tuple(door.stands()) == tuple(door.stored), name
    second = client.post(door.address, sent)
    assert second.status_code == 302 and tuple(door.stands()) == tuple(door.stored), name
    assert door.made is None or door.made.count() == 1, name
    # An old page of the same door: what stands is not undone unseen, and what was typed is given back.
    if late is not None:
        # Where nobody else wrote into its box, it goes together with the rest.
        answer = again.post(door.address, late)
        assert answer.status_code == 302 or answer.status_code in (200, 409) and door.old[1] in words(answer), name
        assert tuple(door.stands()) == tuple(door.stored), name


def test_similar_names_at_the_three_doors_by_which_a_body_comes_in(client_for):
    known = build.partner("雪あかりの会", corporate_number="7000012050002")
    Partner.objects.filter(pk=known.pk).update(search_text="雪あかりの会")
    (office, clerk), (_, secretary) = build.office(), build.office("secretariat")
    more = {"title": "まつり", "summary": "x", "form": form().pk, "department": office.pk, "new_partner_kind": "npo"}
    doors = (
        (build.user(), "/partners/register/", {"name": "特定非営利活動法人　雪あかりの会", **start.NPO}),
        (secretary, "/admin/partners/partner/add/", {"name": "NPO法人雪あかりの会", "kind": "npo", "fields": [], "areas": []}),
        (clerk, "/admin/projects/project/add/", {**more, "new_partner": "雪あかりの会（本部）"}),
    )
    for by, address, data in doors:
        client, counts = client_for(by), (Partner.objects.count(), Registration.objects.count())
        sent = opened(client, address, **data)
        answer = client.post(address, sent)
        assert answer.status_code == 200 and "雪あかりの会" in words(answer), address
        assert "よく似た名前" in words(answer) and (Partner.objects.count(), Registration.objects.count()) == counts, address
        assert client.post(address, {**sent, "sure": tick_of(answer)}).status_code == 302, address
    answer = client_for(secretary).post("/admin/partners/partner/add/", opened(
        client_for(secretary), "/admin/partners/partner/add/", name="べつの名", kind="npo", corporate_number="7000012050002",
    ))  # fmt: skip
    assert "「雪あかりの会」の法人番号が、これと同じです。" in words(answer)
    Partner.objects.filter(pk=known.pk).update(phone="0258-11-2222")
    answer = client_for(secretary).post("/admin/partners/partner/add/", opened(
        client_for(secretary), "/admin/partners/partner/add/", name="べつの名", kind="npo", phone="0258112222",
    ))  # fmt: skip
    assert "「雪あかりの会」の電話番号が、これと同じです。" in words(answer)


def test_a_name_of_one_letter_is_the_same_in_every_way_to_write_its_legal_form(client_for):
    """「㈱雪」 stands there: it is found and named whoever writes 株式会社雪, at the doors that make a body and in the directory."""
    known = build.partner("㈱雪")
    Partner.objects.filter(pk=known.pk).update(search_text="(株)雪")
    _, secretary = build.office("secretariat")
    for by, address, data in (
        (build.user(), "/partners/register/", {"name": "（株）　雪", **start.NPO}),
        (secretary, "/admin/partners/partner/add/", {"name": "株式会社雪", "kind": "company", "fields": [], "areas": []}),
    ):
        answer = client_for(by).post(address, opened(client_for(by), address, **data))
        assert answer.status_code == 200 and "㈱雪" in words(answer) and "よく似た名前" in words(answer), address
    for asked in ("株式会社雪", "（株）雪", "㍿ 雪"):
        for client, address in ((client_for(None), "/partners/"), (client_for(secretary), "/admin/partners/partner/")):
            assert "㈱雪" in words(client.get(address, {"q": asked})), (asked, address)


def tick_of(answer):
    """The value of the tick below what is in doubt."""
    tag = re.search(r'<input[^>]*name="sure"[^>]*>', answer.content.decode())[0]
    return re.search(r'value="([^"]+)"', tag)[1]


def test_folding_in_the_lists(client_for):
    body = build.partner("わかば　㈱髙﨑ガーデン")
    Partner.objects.filter(pk=body.pk).update(search_text=doc(body.name))
    secretary = client_for(build.office("secretariat")[1])
    for client, address in ((client_for(), "/partners/"), (secretary, "/admin/partners/partner/")):
        for typed in ("ﾜｶﾊﾞ", "ワカバ", "高崎", "ガーデン", "ｶﾞｰﾃﾞﾝ"):
            assert "髙﨑" in words(client.get(address, {"q": typed})), (address, typed)


# Names of addresses that the matrix walks, as far as the urlconf says what their views post.
WALKED = {
    "application-edit", "ask-edit", "consultation-edit", "grant-report", "meeting-edit", "offer-edit", "opinion",
    "projects_project_add", "topic-edit",
}  # fmt: skip
# Doors of the urlconf that the matrix does not walk one by one. Their boxes obey the same rules, because each is asked below; a second
# press (test_double_presses.py), an old page (test_forms_that_write.py) and text that is kept (test_text_survives.py) are asked of all.
BY_THEIR_BOXES = {
    "application-correct", "application-enter-for", "application-new", "ask-answer", "ask-new", "consultation",
    "consultation-new", "consultation-quick", "consultation-share", "cycle-change", "cycle-facts", "errand-enter", "event-next",
    "event-record", "event-signup", "follow-up-new", "follow-up-tick", "grant-change", "grant-correct", "grant-edit",
    "grant-enter-for", "grant-paper-new", "handover-sheet", "inventory-edit", "inventory-new",
    "inviting", "meeting-announce", "meeting-new",
    "meeting-paper-new", "offer-apply", "offer-new", "offer-terms", "official-letter-desk", "official-letter-send",
    "old-list-begin", "opinion-enter", "paper", "paper-new", "paper-replace", "photo-correct", "photos", "project-window",
    "projects_call_copy", "projects_proposal_talk", "projects_proposal_talk_correct", "projects_review_paper",
    "projects_signoff_add", "projects_substitute_name", "proposal-enter-for", "registration-file-paper",
    "registration-renewals-check", "reorganisation-edit", "reorganisation-lines", "reorganisation-new", "seat-call-new",
    "signup-code", "signup-enter", "staff-invitations", "staff-takeovers", "staff-takeovers-file", "takeover", "topic-me-too",
    "topic-me-too-code", "topic-new", "update-edit", "update-new", "voice-code", "voice-file", "voice-send",
}  # fmt: skip


def test_the_matrix_names_every_door():
    assert {*ASKS} == {*DOORS}
    walked = {
        "ask-edit",
        "topic-edit",
        "consultation-edit",
        "offer-edit",
        "event-edit",
        "opinion",
        "application-edit",
        "grant-report",
    }
    walked |= {"meeting-edit", "projects_project_add"}
    assert {*urlconf_doors.doors()} == WALKED | BY_THEIR_BOXES and not WALKED & BY_THEIR_BOXES


def test_every_box_of_every_form_is_written_into_as_people_write():
    """Whatever door it stands at: mail, telephone, numbers with their units, days and times. No form reads them in a way of its own."""
    own, refused, asked = [], [], 0
    for name, each in forms().items():
        for box, field in each.base_fields.items():
            if field.widget.is_hidden:
                continue
            if type(field).__module__.startswith("django.") and not isinstance(field, BooleanField | SlugField):
                own.append(f"{name}.{box}")
            if tried := list(urlconf_doors.as_people_write(field)):
                asked += 1
                if not any(urlconf_doors.reads(copy.deepcopy(field), typed, meant) for typed, meant in tried):
                    refused.append((f"{name}.{box}", tried))
    assert (own, refused) == ([], []) and asked > 100, (own, refused, asked)
