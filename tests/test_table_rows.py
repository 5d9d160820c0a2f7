"""What a table must say before the program starts: a row that says too little is refused with a sentence that names it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from kyodo_portal.common.workflow import NO_LIMIT, SAME, Hook, Process, Queue, State, Step
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.checks import problems, subject_models
from partners.models import Registration
from tests import build

OPEN = State("open", "受付", ("secretariat",), "受け付ける", "", 7)
SHUT = State("shut", "完了")
END = Step("end", "終える", ("open",), "shut", ("secretariat",), sentence="{who}が、終えました。")


def process(*states, steps=(END,), **more):
    return Process(key="x", label="見本", states=states, steps=steps, access="", **more)


def test_two_rows_and_a_step_are_a_process():
    made = process(OPEN, SHUT)
    assert (made.start, made.ends, [row.code for row in made.open]) == ("open", {"shut"}, ["open"])


def test_a_word_may_stand_alone_and_the_notices_stand_beside_the_steps():
    step = Step("end", "終える", "open", "shut", "secretariat", "reason", marks="quiet")
    notices = {"end": ("applicant", "{subject}が終わりました", "終わりました")}
    made = process(OPEN, SHUT, steps=(step,), notices=notices, sentences={"end": "{who}が、終えました。"})
    row = made.step("end")
    assert (row.source, row.roles, row.questions, row.is_quiet) == (("open",), ("secretariat",), ("reason",), True)
    assert (row.notifies, row.notice_title, row.public) == (("applicant",), "{subject}が終わりました", "終わりました")
    assert row.sentence == "{who}が、終えました。"


@pytest.mark.parametrize(
    ("states", "more", "said"),
    [
        (
            (State("open", "受付", ("secretariat",), "", "", 7), SHUT),
            {},
            "状態「受付」（open）に next_task（次にすること）がありません。事務局の",
        ),
        ((State("open", "受付", ("secretariat",), "受け付ける"), SHUT), {}, "状態「受付」（open）に days（何日まで）も until"),
        ((State("open", "受付", ("boss",), "受け付ける", "", 7), SHUT), {}, "responsible にある「boss」は、決められた言葉"),
        ((OPEN, State("shut", "完了", next_task="読む")), {}, "状態「完了」（shut）は、だれの番でもない"),
        ((OPEN, SHUT), {"stages": {"desk": "受付"}}, "状態「受付」（open）に stage（進み方の図での場所：desk）がありません。"),
        (
            (OPEN, State("held", "保留", ("secretariat",), "再開する", "", NO_LIMIT), SHUT),
            {},
            "状態「保留」（held）から出る手続きが、表にありません。",
        ),
        ((OPEN, SHUT, State("lost", "失効")), {}, "状態「失効」（lost）に入る手続きが、表にありません。"),
        ((OPEN, State("shut", "完了", opens=("write",))), {}, "opens にある「write」は"),
        (
            (State("open", "受付", "panel", "読む", "", 7, then="secretariat"), SHUT),
            {},
            "状態「受付」（open）に then_task（事務局が次にすること）がありません。",
        ),
        ((OPEN, SHUT), {"sentences": {"edn": "{who}が、終えました。"}}, "経過の文の表の name にある「edn」は"),
        ((OPEN, SHUT), {"notices": {"edn": ("secretariat", "{subject}")}}, "お知らせの表の name にある「edn」は"),
        (
            (OPEN, SHUT),
            {"queues": (Queue("x", "仕事", "shut", "secretariat"),)},
            "待っている仕事「仕事」（x）の states にある「shut」",
        ),
    ],
)
def test_a_state_that_says_too_little_is_refused(states, more, said):
    with pytest.raises(ImproperlyConfigured) as refused:
        process(*states, **more)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"source": ("opne",)}, "手続き「終える」（end）の source にある「opne」"),
        ({"target": "gone"}, "target にある「gone」"),
        ({"notifies": ("applicant",)}, "手続き「終える」（end）は団体の代表者に知らせるのに、notice_title"),
        ({"marks": ("loud",)}, "marks にある「loud」"),
        ({"ways": ("small",)}, "ways にある「small」"),
        ({"sentence": ""}, "手続き「終える」（end）に sentence（経過に出す文。だれが何をしたか）がありません。"),
        ({"sentence": "終わりました。"}, "手続き「終える」（end）の sentence には、人がする手続きなら {who} を入れ"),
        ({"roles": ("system",)}, "手続き「終える」（end）の sentence には、人がする手続きなら {who} を入れ"),
    ],
)
def test_a_step_that_says_too_little_is_refused(more, said):
    row = Step(
        **{
            "name": "end",
            "label": "終える",
            "source": ("open",),
            "target": "shut",
            "roles": ("secretariat",),
            "sentence": "{who}が、終えました。",
            **more,
        }
    )
    with pytest.raises(ImproperlyConfigured) as refused:
        process(OPEN, SHUT, steps=(END, row))
    assert said in str(refused.value)


@pytest.mark.parametrize("model", subject_models(), ids=lambda model: model.__name__)
def test_models_addresses_and_hooks_answer_to_every_word_of_the_table(model):
    assert list(problems(model)) == []


def test_history_keeps_a_state_that_is_no_longer_in_the_table():
    made = process(OPEN, SHUT)
    assert (made.label_of("shut"), made.label_of("held"), made.stage_of("held")) == ("完了", "held", "")


def test_a_queue_that_nothing_narrows_and_a_page_that_is_not_there_are_found(monkeypatch):
    wrong = Queue("x", "仕事", "submitted", "secretariat", "nearly_done", "no-such-page")
    monkeypatch.setattr(Registration, "process", Process(**{**vars_of(Registration.process), "queues": (wrong,)}))
    assert list(problems(Registration)) == [
        "待っている仕事「仕事」の narrow「nearly_done」が、Registration の QuerySet にありません。",
        "待っている仕事「仕事」の page「no-such-page」という名前のページがありません。",
    ]


def test_a_hook_of_no_step_is_found(monkeypatch):
    from partners.registration import step_actions as registration

    monkeypatch.setitem(registration.HOOKS, "aprove", Hook())
    assert list(problems(Registration)) == [
        "partners.registration.step_actions.HOOKS の「aprove」という手続きが、表にありません。"
    ]


@pytest.mark.django_db
def test_a_step_that_stays_keeps_the_state_and_its_age(monkeypatch):
    """A note on a late matter does not make it young again; the version moves, so that a second press is noticed."""
    case, (_, clerk) = build.registration(build.user()), build.office("secretariat")
    long_ago = timezone.now() - timezone.timedelta(days=40)
    Registration.objects.filter(pk=case.pk).update(status_since=long_ago)
    note = Step(
        "note",
        "書きとめる",
        ("submitted", "correcting"),
        SAME,
        ("secretariat",),
        ("reason",),
        sentence="{who}が、書きとめました。",
    )
    table = Process(**{**vars_of(Registration.process), "steps": (*Registration.process.steps, note)})
    monkeypatch.setattr(Registration, "process", table)
    now = take_step(case, "note", by=clerk, version=1, reason="電話で聞きました。")
    assert (now.status, now.version, now.status_since) == ("submitted", 2, long_ago)
    assert [(change.step, change.from_state, change.to_state) for change in now.changes.all()][-1] == (
        "note",
        "submitted",
        "submitted",
    )


def vars_of(table):
    """The columns with which a table was written."""
    return {name: getattr(table, name) for name in table.__dataclass_fields__}


def test_a_correction_is_titled_by_what_is_so_now_and_never_by_what_was_wrong():
    """Its title is read alone, as the subject of a mail: 「訂正：…取り下げられました」 would say the opposite."""
    wrong = []
    for model in subject_models():
        for row in model.process.steps:
            if row.is_undo and row.notifies:
                said = {model.process.step(name).notice_title.replace("{subject}", "") for name in row.undoes}
                title = row.notice_title
                if not title.startswith("訂正：") or any(words.strip("「」 ") in title for words in said):
                    wrong.append((model.process.key, row.name, title))
                if not title.endswith(("いま「{state}」です", "なかったことになりました）", "手続きを続けます")):
                    wrong.append((model.process.key, row.name, title))
    assert wrong == []
