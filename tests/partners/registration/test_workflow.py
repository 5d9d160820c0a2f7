"""The registration's table, row by row: who may take which step from where, and that every state is reached and left."""

import pytest

from kyodo_portal.common.workflow import BACK, SAME
from partners.directory.standing import Standing
from partners.registration.workflow import REGISTRATION, RegistrationStatus
from tests import build

OFFICE, GROUP, THEIRS, EITHER = "secretariat", "applicant", "applicant、filer", "secretariat、applicant"
# state: {step: who}
MATRIX = {
    "draft": {
        "submit": GROUP, "file": "filer", "withdraw": THEIRS, "pause": THEIRS, "leave": THEIRS, "leave_now": THEIRS, "hear": OFFICE,
        "take_off": OFFICE, "expire": "system", "claim": "claimant",
    },
    "submitted": {
        "ask_correct": OFFICE, "meet": OFFICE, "approve": OFFICE, "auto_accept": "system", "decline": OFFICE, "withdraw": THEIRS,
        "go_on_active": THEIRS, "accept_pause": OFFICE, "stay": THEIRS, "accept": OFFICE, "undo_go_on": OFFICE, "undo_meet": OFFICE,
        "undo_submit": GROUP, "undo_file": "filer", "undo_correct": THEIRS,
    },
    "correcting": {
        "correct": THEIRS, "add_correct": OFFICE, "accept_as_is": OFFICE, "drop_correct": OFFICE, "go_on": "system", "decline": OFFICE,
        "withdraw": THEIRS, "undo_ask_correct": OFFICE, "undo_add_correct": OFFICE, "undo_accept_as_is": OFFICE,
        "undo_drop_correct": OFFICE,
    },
    "hearing": {"reply": EITHER, "hear_out": "system", "drop": OFFICE, "undo_hear": OFFICE},
    "heard": {"reply": EITHER, "revoke": OFFICE, "drop": OFFICE, "undo_reply": EITHER},
    "claimed": {
        "unclaim": "claimant", "object": "member", "set_aside": OFFICE, "prove": OFFICE, "refuse": OFFICE, "undo_object": "member",
        "undo_set_aside": OFFICE,
    },
    "registered": {"undo_approve": OFFICE, "undo_auto_accept": OFFICE},
    "paused": {"undo_accept_pause": OFFICE},
    "proved": {"undo_prove": OFFICE},
    "declined": {"undo_decline": OFFICE, "undo_refuse": OFFICE},
    "withdrawn": {
        "undo_withdraw": THEIRS, "undo_go_on_active": THEIRS, "undo_stay": THEIRS, "undo_drop": OFFICE, "undo_put_back": OFFICE,
        "undo_unclaim": "claimant",
    },
    "done": {"put_back": OFFICE, "undo_accept": OFFICE, "undo_leave_now": THEIRS},
}  # fmt: skip


def test_who_may_do_what_from_where():
    got = {
        state: {row.name: "、".join(row.roles) for row in REGISTRATION.steps_from(state)} for state in RegistrationStatus.values
    }
    assert got == MATRIX


def test_every_state_is_reached_and_only_the_ends_are_ends():
    reached = {REGISTRATION.start} | {row.target for row in REGISTRATION.steps if row.target not in (SAME, BACK)}
    assert reached == set(RegistrationStatus.values)
    ends = {"registered", "paused", "proved", "declined", "withdrawn", "done"}
    only_back = {state for state, steps in MATRIX.items() if all(name.startswith(("undo_", "put_back")) for name in steps)}
    assert only_back == REGISTRATION.ends == ends
    assert {row.code for row in REGISTRATION.open} == set(RegistrationStatus.values) - REGISTRATION.ends


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "representative", "member", "clerk", "tanto", "kosharu"),
    [
        ("draft", {"submit"}, set(), set(), set(), set()),
        ("submitted", {"withdraw", "undo_submit"}, set(), {"ask_correct", "approve", "decline"}, set(), set()),
        (
            "correcting",
            {"correct", "withdraw"},
            set(),
            {"decline", "add_correct", "accept_as_is", "drop_correct", "undo_ask_correct"},
            set(),
            set(),
        ),
        ("registered", set(), set(), {"undo_approve"}, set(), set()),
    ],
)
def test_what_is_offered_to_whom(status, representative, member, clerk, tanto, kosharu):
    people = [
        build.user(),
        build.user(),
        build.office("secretariat")[1],
        build.office("department")[1],
        build.office("coordinator")[1],
    ]
    row = build.registration(people[0], status=status, secretary=people[2])
    build.join(people[1], row.partner)
    build.assign(people[4], row.partner)
    assert [{step.name for step in row.offered_to(person)} for person in people] == [
        representative,
        member,
        clerk,
        tanto,
        kosharu,
    ]


@pytest.mark.django_db
def test_what_the_end_does_to_the_group():
    _, clerk = build.office("secretariat")
    representative = build.user()
    from kyodo_portal.process.actions import take_step

    row = build.registration(representative)
    row = take_step(row, "decline", by=clerk, version=1, reason="区域の外のためです。")
    row.partner.refresh_from_db()
    assert (row.status, row.partner.standing) == ("declined", Standing.DECLINED)
    row = build.registration(representative, name="二の会", status="registered", secretary=clerk)
    row.partner.refresh_from_db()
    assert (row.status, row.partner.standing, row.number[-4:]) == ("registered", Standing.REGISTERED, "0002")
