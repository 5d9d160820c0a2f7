"""The process tables as they stand: every state can be reached and left, and who may take which step, said out again.

The matrix below repeats the tables on purpose: a right that changes in a table must be changed here too, by somebody who means it.
"""

import pytest

from guidelines.revisions.workflow import PUBLICATION
from kyodo_portal.common.workflow import ROLES
from partners.registration.workflow import REGISTRATION
from projects.cycles.workflow import CYCLE
from projects.proposals.workflow import PROPOSAL

PROCESSES = [REGISTRATION, PROPOSAL, CYCLE, PUBLICATION]
A, D, S, C, X, W = "applicant", "department", "secretariat", "coordinator", "system", "author"

MAY = {
    "cycle": {
        "agree": {X}, "agree_on_paper": {D, S}, "start": {D, S}, "start_small": {D, S}, "ask_change": {A, D}, "allow_change": {D, S},
        "refuse_change": {D, S}, "suspend": {D, S}, "resume": {D, S}, "finish": {A, D}, "finish_small": {D, S}, "back_to_do": {D, S},
        "report": {A, D}, "back_to_report": {D, S}, "open_answers": {X}, "talk": {D, S, C}, "close": {D, S}, "cancel": {D, S}, "call_off": {X},
    },
    "registration": {"submit": {A}, "ask_correct": {S}, "correct": {A}, "approve": {S}, "decline": {S}, "withdraw": {A}},
    "proposal": {
        "submit": {A}, "receive": {S}, "ask_correct": {S}, "correct": {A}, "not_accept": {S}, "start_talks": {S}, "start_review": {S},
        "decide": {S}, "correct_decision": {S}, "adopt": {S}, "adopt_with": {S}, "decline": {S}, "continue": {S}, "resume": {S},
        "withdraw": {A}, "renounce": {A}, "lapse": {S},
    },
    "publication": {
        "ask_check": {W, S}, "send_back": {S}, "take_back": {W}, "publish": {S}, "schedule": {S}, "unschedule": {S}, "go_live": {X}, "stop_live": {X},
        "load": {X}, "discard": {W, S},
    },
}  # fmt: skip

# The department writes down its talk, the panel its sheets; the secretariat then moves the proposal on.
PAGES_OF_THEIR_OWN = {("proposal", "in_talks"), ("proposal", "reviewing"), ("proposal", "continued")}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_every_state_is_reached_and_only_the_ends_are_final(process):
    reached, frontier = {process.start}, [process.start]
    while frontier:
        for row in process.steps_from(frontier.pop()):
            if row.target not in reached:
                reached.add(row.target)
                frontier.append(row.target)
    assert reached == {row.code for row in process.states}
    for state in (row.code for row in process.states):
        assert process.steps_from(state) or state in process.ends, state
        assert (state in process.ends) == (not process.state(state).responsible), state


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_from_every_state_an_end_can_be_reached(process):
    ending = set(process.ends)
    for _ in process.states:
        ending |= {state for row in process.steps if row.target in ending for state in row.source}
    assert ending == {row.code for row in process.states}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_rows_speak_of_known_people_and_say_what_was_done(process):
    for row in process.steps:
        assert set(row.roles) <= set(ROLES) and set(row.notifies) <= set(ROLES) and row.roles, row.name
        assert not row.notifies or "{subject}" in row.notice_title, row.name
        assert len([one for one in process.steps if one.name == row.name]) == 1


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_who_may_take_which_step(process):
    assert {row.name: set(row.roles) for row in process.steps} == MAY[process.key]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_whose_turn_it_is_may_do_something(process):
    for row in process.open:
        state, holders = row.code, row.responsible
        if (process.key, state) in PAGES_OF_THEIR_OWN:
            continue
        able = {who for row in process.steps_from(state) for who in row.roles}
        assert able & ({*holders} | {"system"}), state
