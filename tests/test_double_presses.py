"""A button pressed twice: whatever the form, one row, one notice, and both answers lead to it. At the same moment on PostgreSQL,
where both presses really run beside each other; one after the other on both databases."""

import ast
import re
from functools import partial

import pytest
from django.db import connection
from django.urls import get_resolver

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.notices.models import Notice
from partners.models import Partner
from projects.models import (
    ChangeRequest,
    Update,
)
from tests import build, house, year_presses
from tests.house import app_code, our_templates, tree
from tests.presses import FORMS, change_request, department_talk, key, update
from tests.races import together
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db


FORMS = FORMS | year_presses.FORMS
every_form = pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)


def told():
    """How often each event was told to each person."""
    return sorted(Notice.objects.values_list("user", "title"))


@every_form
def test_one_press_after_the_other(make):
    press = make()
    first = press.send()
    told_once = told()
    assert first[0] == 302 and press.made.count() == press.count
    assert press.send() == first
    assert press.made.count() == press.count and told() == told_once


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time and hides races")
@every_form
def test_both_presses_at_the_same_moment(make):
    press = make()
    answers = together(*[press.send] * 3)
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    assert {status for status, _ in answers} == {302} and len({*answers}) == 1, answers
    assert press.made.count() == press.count
    assert len(told()) == len({*told()})


def test_going_back_and_pressing_again_makes_no_second_row(client_for):
    """The browser comes back to a fresh page, with a new key and the old words."""
    for press, text in ((update(), "body"), (department_talk(), "opinion")):
        first = press.send()
        press.data |= key()
        assert press.send() == first and press.made.count() == 1
        press.data |= {**key(), text: "もう1件の、べつの文です。"}
        assert press.send()[0] == 302 and press.made.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time and hides races")
def test_a_row_deleted_while_another_press_waits_for_it_is_said_to_be_gone(client_for):
    """Whoever waits for the lock of a row that is deleted meanwhile finds nothing there: no fault of the portal."""
    person, (body, leader, _) = build.user(), build.group()
    for by, row, page in (
        (person, build.registration(person, status="draft"), "discard/"),
        (leader, build.draft(body, leader), "delete/"),
    ):
        url = f"{row.get_absolute_url()}{page}"
        data = build.sure(client_for(by), url)
        answers = together(*[partial(client_for(by).post, url, data) for _ in range(4)])
        statuses = {answer.status_code for answer in answers}
        assert 302 in statuses and statuses <= {302, 404}, statuses


def test_the_same_page_sent_with_other_words_gives_them_back(client_for):
    press = update()
    assert press.send()[0] == 302
    press.data |= {"body": "あとで書き足した、もっと長い文です。"}
    client = client_for(press.by)
    answer = client.post(press.url, press.data)
    text = answer.content.decode()
    assert answer.status_code == 409 and "あとで書き足した、もっと長い文です。" in text and "もう一度送られています" in text
    assert Update.objects.get().body == "話した"


# Boxes of prose of the forms whose actions do not know by themselves what the first press said.
PROSE = {
    "call_copy": "title", "partner_by_hand": "name", "year_seat_call": "text", "year_possibility": "what",
    "year_old_list": "name", "year_group_list": "name",
}  # fmt: skip


@pytest.mark.one_engine
@pytest.mark.parametrize("name", PROSE)
def test_whatever_a_page_with_a_key_made_later_words_of_it_are_given_back(client_for, name):
    press = FORMS[name]()
    assert press.send()[0] == 302
    made, press.file = press.made.count(), ()
    again = client_for(press.by).post(press.url, press.data | {PROSE[name]: "あとで書きかえた、べつのことばです。"})
    text = text_of(again)
    assert again.status_code == 409 and "もう一度送られています" in text and "あとで書きかえた、べつのことばです。" in text
    assert press.made.count() == made


def test_a_step_taken_again_with_another_reason_gives_it_back(client_for):
    press = change_request()
    assert press.send()[0] == 302
    press.data |= {"reason": "ほかのわけも書きました。"}
    answer = client_for(press.by).post(press.url, press.data)
    assert answer.status_code == 409 and "ほかのわけも書きました。" in answer.content.decode()
    assert ChangeRequest.objects.get().why == "雪が多いためです。"


def test_what_is_gone_or_answered_by_the_first_press_is_no_refusal(client_for):
    """No key and no version: the row is gone, the answer was given, the rows stand already. Both answers lead to the same place."""
    person, (_, clerk), (body, leader, mate) = build.user(), build.office("secretariat"), build.group()
    registration, proposal = build.registration(person, status="draft"), build.draft(body, leader)
    other, other_leader, _ = build.group()
    asked = build.joined(build.draft(body, leader, title="ほかの企画"), other, "asked")
    membership = body.memberships.get(user=mate)
    discard, delete = f"{registration.get_absolute_url()}discard/", f"{proposal.get_absolute_url()}delete/"
    call = build.call()
    page = f"/admin/projects/call/{call.pk}/change/"
    rows = opened(
        client_for(clerk), page, **{"criteria-2-name": "続けられるか", "criteria-2-max_points": "5", "criteria-2-order": "9"}
    )
    for by, url, data in (
        (person, discard, build.sure(client_for(person), discard)),
        (leader, delete, build.sure(client_for(leader), delete)),
        (leader, f"/partners/{body.pk}/members/{membership.pk}/end/", {}),
        (other_leader, asked.get_absolute_url(), {"answer": "yes"}),
        (clerk, page, rows),
    ):
        first = client_for(by).post(url, data)
        told_once, second = told(), client_for(by).post(url, data)
        assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"]), url
        assert told() == told_once
    assert call.criteria.filter(name="続けられるか").count() == 1
    assert client_for(other_leader).post(asked.get_absolute_url(), {"answer": "no"}).status_code != 302  # other words
    assert client_for(leader).post(f"{registration.get_absolute_url()}discard/").status_code == 404  # somebody else


def test_who_was_faster_is_said_as_it_was(client_for):
    (_, clerk), colleague = build.office("secretariat"), build.user()
    build.join(colleague, Partner.objects.get(office="secretariat"))
    row = build.registration(build.user())
    step = f"/admin/partners/registration/{row.pk}/step/"
    assert client_for(clerk).post(f"{step}approve/", {"version": "1"}).status_code == 302
    reason = {"version": "1", "reason": "規約に、営利を目的とすると書かれています。"}
    own, others = (text_of(client_for(by).post(f"{step}decline/", reason)) for by in (clerk, colleague))
    assert "あなたが、別の画面で先に進めています" in own and "ほかの人" not in own
    assert "ほかの人が先に進めました" in others and reason["reason"] in own and reason["reason"] in others


def test_somebody_else_is_named_only_where_it_is_known():
    """Two windows of one person look like two people: of whoever was faster only the history knows (W27)."""
    claim = re.compile("(?:ほか|別)の人が(?:先に|ここ|この|そこ|しるし|直|進め|書|保存|変え)")
    said = [*app_code(), *our_templates().values()]
    assert [str(path) for path in said if claim.search(house.text(path))] == ["kyodo_portal/process/errors.py"]


def test_every_form_with_a_key_is_pressed_twice_here():
    """A new one: its name here, and a case in FORMS."""
    get_resolver().url_patterns  # noqa: B018 (loads every view, and with it every form)
    keyed, waiting = set(), [KyodoForm]
    while waiting:
        waiting += (form := waiting.pop()).__subclasses__()
        if form.with_key and form.__module__.split(".")[0] != "tests":
            keyed.add(form.__name__)
    assert keyed == {
        "StartForm", "KeyForm", "ProposeForm", "CopyForm", "TalkForm", "CopyCallForm", "EntryForm", "UpdateForm", "RevisionForm",
        "GuidelineForm", "ImportForm", "MeetingForm", "PaperForm", "RoundForm", "AddForm", "NewCaseForm", "InvitationForm",
        "OpenReportForm", "RemarkForm", "BeginForm", "SeatCallForm", "NewGrantForm", "GrantPaperForm", "EnterGrantForm", "FiledForm", "NextFiledForm",
        # Pressed twice in the tests of their own rooms:
        "NewApplicationForm",
        "ApplicationPaperForm",
        "CommentForm",
        "SignOffPaperForm", "EnterProposalForm",
        "RemovalForm",
        "SendForm",
        "FileForm",
        "TopicForm",
        "LateForm", "PreparationForm", "WaiverForm",
        "SuccessorForm",
        "EnterForm",
        "TableForm",
        "ClaimForm",
        "InviteForm",
        "LeaveForm",
        "SubstituteForm",
        "TalkCorrectionForm",
        "PhotoForm",
        "AskForm",
        "ReplacementForm",
        "NewForm",
        "IntroduceForm",
        "KnownAnswerForm",
        "LetterForm",
        "BulkForm",
        "HearingForm",
        "PauseForm",
        "ReceivedForm",
        "RenewForm",
        "ChangesForm",
        "ResumeForm",
        "ErrandForm",
        "OpinionForm",
        "NewRemarkForm",
        "EventRemarkForm",
        "NextForm",
        "SignupForm",
        "ConsultationForm",
        "QuickForm",
        "FollowUpForm",
        "HandInForm",
        "ArrivingForm",
    }  # fmt: skip


# What a lower shelf makes under a key that an upper one hands it, inside the upper one's create_once.
INSIDE_ANOTHERS = {("kyodo_portal/accounts/invitation_actions.py", "invite")}
# What nobody presses: the clock makes the paper, and the state of the group that it holds says whether there is one already.
BY_THE_CLOCK = {("partners/registration/clock_actions.py", "_expire_one")}


def test_a_row_with_a_key_is_made_by_create_once_only():
    """Whoever writes a form_key stands inside a function that create_once calls; no file asks for a key by itself."""
    for path in app_code():
        if "sample" in path.parts or path.name in ("once.py", "key_actions.py") or "form_key" not in house.text(path):
            continue
        once = "".join(ast.unparse(call) for call in ast.walk(tree(path)) if is_call(call, "create_once"))
        for function in (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)):
            own = [call for call in ast.walk(function) if isinstance(call, ast.Call) and names(call, "form_key")]
            if any(is_call(call, "create") and not inner(function, call) for call in own):
                assert (
                    function.name in once
                    or called_by_one(path, function, once)
                    or (str(path), function.name) in INSIDE_ANOTHERS | BY_THE_CLOCK
                ), (path, function.name)
            assert not [call for call in own if is_call(call, "filter") or is_call(call, "get")], (path, function.name)


def is_call(node, name):
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", "")) == name


def names(call, name):
    return any(keyword.arg == name for keyword in call.keywords)


def inner(function, call):
    """Whether a function within this one holds the call: then that one is judged."""
    held = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef) and node is not function]
    return any(call in ast.walk(node) for node in held)


def called_by_one(path, function, once):
    """Whether a function handed to create_once calls this one."""
    makers = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef) and re.search(rf"\b{node.name}\b", once)]
    return any(is_call(call, function.name) for maker in makers for call in ast.walk(maker))


def test_another_reason_for_what_is_cancelled_already_is_given_back(client_for):
    body, person, _ = build.group()
    event = build.event(body)
    page = f"/events/{event.pk}/cancel/"
    for why, status in (("雪のため", 302), ("雪のため", 302), ("会場の都合で、先にのばします。", 409)):
        answer = client_for(person).post(page, {"why": why})
        assert answer.status_code == status, text_of(answer)
    assert "会場の都合で、先にのばします。" in text_of(answer)
    event.refresh_from_db()
    assert event.cancelled_why == "雪のため"
