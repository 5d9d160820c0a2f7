"""The process tables as they stand: every state can be reached and left, and who may take which step, said out again.

The matrix below repeats the tables on purpose: a right that changes in a table must be changed here too, by somebody who means it.
"""

import ast
import re

import pytest

from kyodo_portal.common.workflow import BACK, ROLES, SAME
from kyodo_portal.process.models import subject_models
from tests import house

PROCESSES = sorted({model.process.key: model.process for model in subject_models()}.values(), key=lambda process: process.key)
A, D, S, C, X, W, F = "applicant", "department", "secretariat", "coordinator", "system", "author", "filer"

MAY = {
    "application": {
        "submit": {A}, "enter": {D, S}, "receive": {D, S}, "hand_over": {D, S}, "ask_correct": {D, S}, "add_correct": {D, S},
        "accept_as_is": {D, S}, "drop_correct": {D, S}, "go_on_unread": {X}, "go_on_read": {X}, "correct": {A}, "withdraw": {A},
        "approve": {D}, "decline": {D}, "ask_change": {A}, "allow_change": {D}, "refuse_change": {D}, "call_off": {A, D, S}, "report": {A},
        "ask_report": {D}, "lift_bar": {S}, "take_report": {D}, "send_back": {D}, "end_quietly": {D, X}, "revoke": {D, S},
        "undo_lift_bar": {S}, "undo_submit": {A}, "undo_enter": {D, S}, "undo_receive": {D, S}, "undo_hand_over": {D, S}, "undo_ask_correct": {D, S},
        "undo_add_correct": {D, S}, "undo_accept_as_is": {D, S}, "undo_drop_correct": {D, S}, "undo_go_on_unread": {D, S},
        "undo_go_on_read": {D, S}, "undo_correct": {A, F}, "undo_withdraw": {A, F}, "undo_approve": {D}, "undo_decline": {D}, "undo_report": {A, F},
        "undo_ask_change": {A, F}, "undo_allow_change": {D}, "undo_refuse_change": {D}, "undo_call_off": {A, D, S}, "undo_ask_report": {D},
        "undo_take_report": {D}, "undo_send_back": {D}, "undo_end_quietly": {D}, "undo_revoke": {D, S},
    },
    "voice": {
        "send": {"writer", X}, "send_on": {"writer", X}, "file": {S}, "gather": {S, C}, "count_in": {S, C}, "route": {S}, "give_back": {D},
        "answer": {S, D}, "note": {S, D}, "not_take": {S}, "unfile": {S}, "withdraw": {"writer"}, "withdraw_guest": {X},
        "undo_gather": {S, C}, "undo_count_in": {S, C}, "undo_route": {S}, "undo_give_back": {D}, "undo_answer": {S, D}, "undo_note": {S, D},
        "undo_not_take": {S}, "undo_unfile": {S}, "undo_withdraw": {"writer"}, "undo_withdraw_guest": {X},
    },
    "topic": {
        "open": {S, C}, "talk": {S, C}, "ask": {S, C}, "give_back": {D}, "give_back_talk": {D}, "start": {S}, "answer": {S, D}, "finish": {S, C}, "merge": {S}, "close": {S},
        "undo_open": {S, C}, "undo_talk": {S, C}, "undo_ask": {S, C}, "undo_give_back": {D}, "undo_give_back_talk": {D}, "undo_start": {S}, "undo_answer": {S, D}, "undo_finish": {S, C}, "undo_merge": {S},
        "undo_close": {S},
    },
    "cycle": {
        "agree": {X}, "agree_on_paper": {D, S}, "start": {D, S}, "start_early": {D, S}, "note": {D, S, X},
        "note_over": {D, S, X}, "to_check": {D, S}, "only_record": {D, S}, "report_only": {A, D}, "open_short": {X}, "reopen": {S}, "put_right": {D, S},
        "ask_change": {A, D}, "allow_change": {D, S},
        "refuse_change": {D, S}, "unask_change": {A}, "accept_change": {A}, "accept_on_paper": {D, S}, "reject_change": {A}, "city_unasks": {D, S},
        "suspend": {D, S}, "resume": {D, S}, "finish": {A, D}, "back_to_do": {D, S},
        "report": {A, D}, "back_to_report": {D, S}, "open_answers": {X}, "talk": {D, S, C}, "close": {D, S}, "cancel": {D, S}, "call_off": {X},
        "over_with": {X}, "off_with": {X}, "undo_over_with": {X}, "undo_off_with": {X}, "begin": {X}, "finish_with": {X}, "report_with": {X},
        "report_with_only": {X}, "undo_begin": {X}, "undo_finish_with": {X}, "undo_report_with": {X}, "undo_report_with_only": {X},
        "undo_agree_on_paper": {D, S}, "undo_start": {D, S}, "undo_start_early": {D, S}, "undo_note": {D, S}, "undo_note_over": {D, S},
        "undo_to_check": {D, S}, "undo_only_record": {D, S}, "undo_report_only": {A, D}, "undo_open_short": {A, D}, "undo_reopen": {S}, "undo_put_right": {D, S}, "undo_suspend": {D, S},
        "undo_resume": {D, S}, "undo_finish": {A, D}, "undo_report": {A, D},
        "undo_allow_change": {D, S}, "undo_refuse_change": {D, S}, "undo_unask_change": {A}, "undo_accept_change": {A},
        "undo_accept_on_paper": {D, S}, "undo_reject_change": {A}, "undo_city_unasks": {D, S},
        "undo_close": {D, S}, "undo_cancel": {D, S}, "undo_call_off": {X}, "undo_agree": {A, D}, "undo_back_to_do": {D, S},
        "undo_back_to_report": {D, S}, "undo_open_answers": {A, D}, "undo_talk": {D, S, C},
    },
    "ledger": {
        "cancel": {S}, "cancel_own": {D}, "restore": {S}, "merge": {S}, "unmerge": {S}, "move": {D, S}, "join": {D, S}, "leave": {D, S},
        "undo_cancel": {S}, "undo_cancel_own": {D, S}, "undo_restore": {S}, "undo_merge": {S}, "undo_unmerge": {S},
        "undo_move": {D, S}, "undo_join": {D, S}, "undo_leave": {D, S},
    },
    "registration": {
        "submit": {A}, "file": {F}, "ask_correct": {S}, "add_correct": {S}, "accept_as_is": {S}, "drop_correct": {S}, "go_on": {X}, "correct": {A, F},
        "meet": {S}, "approve": {S}, "auto_accept": {X}, "decline": {S}, "withdraw": {A, F},
        "pause": {A, F}, "go_on_active": {A, F}, "accept_pause": {S}, "leave": {A, F}, "stay": {A, F}, "accept": {S}, "leave_now": {A, F},
        "hear": {S}, "reply": {A, S}, "hear_out": {X}, "revoke": {S}, "drop": {S}, "take_off": {S}, "expire": {X}, "put_back": {S},
        "claim": {"claimant"}, "unclaim": {"claimant"}, "object": {"member"}, "set_aside": {S}, "prove": {S}, "refuse": {S},
        "undo_ask_correct": {S}, "undo_add_correct": {S}, "undo_accept_as_is": {S}, "undo_drop_correct": {S}, "undo_go_on": {S}, "undo_approve": {S}, "undo_decline": {S},
        "undo_withdraw": {A, F}, "undo_stay": {A, F}, "undo_accept": {S}, "undo_submit": {A}, "undo_file": {F}, "undo_correct": {A, F}, "undo_put_back": {S},
        "undo_meet": {S}, "undo_auto_accept": {S}, "undo_go_on_active": {A, F}, "undo_accept_pause": {S}, "undo_leave_now": {A, F},
        "undo_hear": {S}, "undo_reply": {A, S}, "undo_drop": {S}, "undo_unclaim": {"claimant"}, "undo_object": {"member"},
        "undo_set_aside": {S}, "undo_prove": {S}, "undo_refuse": {S},
    },
    "proposal": {
        "submit": {A}, "enter": {S}, "undo_enter": {F}, "receive": {S}, "ask_correct": {S}, "add_correct": {S}, "accept_as_is": {S},
        "drop_correct": {S}, "go_on_unread": {X}, "go_on_read": {X}, "go_on_talks": {X}, "correct": {A}, "not_accept": {S}, "start_talks": {S}, "start_review": {S},
        "decide": {S}, "correct_decision": {S}, "adopt": {S}, "adopt_with": {S}, "decline": {S}, "continue": {S}, "resume": {S},
        "withdraw": {A}, "renounce": {A}, "lapse": {S}, "change_department": {S}, "also_ask": {S}, "correct_result": {S},
        "undo_also_ask": {S},
        "undo_receive": {S}, "undo_ask_correct": {S}, "undo_add_correct": {S}, "undo_accept_as_is": {S}, "undo_drop_correct": {S},
        "undo_go_on_unread": {S}, "undo_go_on_read": {S}, "undo_go_on_talks": {S}, "undo_not_accept": {S}, "undo_start_talks": {S}, "undo_change_department": {S},
        "undo_start_review": {S}, "undo_adopt": {S}, "undo_adopt_with": {S}, "undo_decline": {S}, "undo_continue": {S}, "undo_resume": {S},
        "undo_withdraw": {A, F}, "undo_renounce": {A, F}, "undo_lapse": {S}, "undo_submit": {A}, "undo_correct": {A, F}, "undo_correct_decision": {S},
        "undo_correct_result": {S},
    },
    "publication": {
        "ask_check": {W, S}, "send_back": {S}, "take_back": {W}, "publish": {S}, "schedule": {S}, "unschedule": {S}, "go_live": {X}, "stop_live": {X},
        "load": {X}, "enter": {X}, "discard": {W, S}, "undo_send_back": {S}, "undo_discard": {W, S}, "undo_publish": {S},
        "undo_take_back": {W}, "undo_unschedule": {S},
    },
    "inventory": {
        "open": {S}, "extend": {S}, "close": {S}, "close_whole": {X}, "reopen": {S}, "freeze": {S}, "correct": {S}, "publish": {S}, "unpublish": {S},
        "undo_open": {S}, "undo_extend": {S}, "undo_close": {S}, "undo_close_whole": {S}, "undo_reopen": {S},
    },
    "inventory_sheet": {
        "begin": {X}, "extend": {S}, "hand_in": {D, S}, "nothing": {D, S}, "send_back": {S}, "accept": {S}, "reopen": {S}, "excuse": {S},
        "undo_extend": {S}, "undo_hand_in": {D, S}, "undo_nothing": {D, S}, "undo_send_back": {S}, "undo_reopen": {S}, "undo_excuse": {S},
    },
    "handover": {
        "name": {"head", S}, "hand": {"giver"}, "hand_for": {"head", S}, "ask": {"taker"}, "take": {"taker"}, "orally": {"head", S},
        "orphan": {X}, "undo_hand_for": {"head", S},
        "call_off": {"head", S, X}, "undo_name": {"head", S}, "undo_hand": {"giver"}, "undo_ask": {"taker"}, "undo_take": {"taker"},
        "undo_orally": {"head", S}, "undo_call_off": {"head", S},
    },
    "reorganisation": {
        "announce": {S}, "reopen": {S}, "carry_out": {S}, "turn": {X}, "drop": {S}, "undo_announce": {S}, "undo_reopen": {S},
        "undo_carry_out": {S}, "undo_turn": {S}, "undo_drop": {S},
    },
    "case": {
        "ask": {D, S}, "accept": {A}, "accept_on_paper": {D, S}, "send_back": {A}, "rewrite": {D, S}, "list": {S}, "refuse": {A}, "drop": {D, S},
        "undo_ask": {D, S}, "undo_accept": {A}, "undo_accept_on_paper": {D, S}, "undo_send_back": {A}, "undo_rewrite": {D, S}, "undo_list": {S},
        "undo_refuse": {A}, "undo_drop": {D, S},
    },
    "year_report": {
        "ask_opinions": {S}, "skip_opinions": {S}, "extend": {S}, "close_opinions": {S}, "reopen": {S}, "renew": {S}, "publish": {S},
        "unpublish": {S}, "undo_ask_opinions": {S}, "undo_skip_opinions": {S}, "undo_extend": {S}, "undo_close_opinions": {S},
        "undo_reopen": {S}, "undo_renew": {S}, "undo_publish": {S}, "undo_unpublish": {S},
    },
    "grant": {
        "submit": {A}, "receive": {D, S}, "ask_correct": {D, S}, "correct": {A}, "add_correct": {D, S}, "accept_as_is": {D, S}, "drop_correct": {D, S}, "go_on_unread": {X}, "go_on_read": {X},
        "withdraw": {A}, "decide": {D, S},
        "decline": {D, S}, "renounce": {A}, "note_change": {A}, "ask_change": {A}, "ask_stop": {A}, "allow_change": {D, S},
        "allow_stop": {D, S}, "refuse_change": {D, S}, "drop_change": {A}, "ask_advance": {A}, "pay_advance": {D, S}, "progress": {A},
        "direct": {D, S}, "finish": {A, D, S}, "report": {A}, "send_back": {D, S}, "inspect": {D, S}, "confirm": {D, S}, "claim": {A},
        "pay": {D, S}, "settle": {X}, "ask_refund": {D, S}, "refund_part": {D, S}, "refund": {D, S}, "revoke": {D, S},
        "revoke_paid": {D, S}, "report_vat": {A}, "undo_submit": {A, F}, "undo_receive": {D, S}, "undo_ask_correct": {D, S},
        "undo_correct": {A, F}, "undo_add_correct": {D, S}, "undo_accept_as_is": {D, S}, "undo_drop_correct": {D, S}, "undo_go_on_unread": {D, S}, "undo_go_on_read": {D, S},
        "undo_withdraw": {A, F}, "undo_decide": {D, S}, "undo_decline": {D, S},
        "undo_renounce": {A, F}, "undo_note_change": {A, F}, "undo_ask_change": {A, F}, "undo_ask_stop": {A, F}, "undo_allow_change": {D, S},
        "undo_allow_stop": {D, S}, "undo_refuse_change": {D, S}, "undo_drop_change": {A, F}, "undo_ask_advance": {A, F},
        "undo_pay_advance": {D, S}, "undo_progress": {A, F}, "undo_direct": {D, S}, "undo_finish": {A, D, S}, "undo_report": {A, F},
        "undo_send_back": {D, S}, "undo_inspect": {D, S}, "undo_confirm": {D, S}, "undo_claim": {A, F}, "undo_pay": {D, S},
        "undo_settle": {D, S}, "undo_ask_refund": {D, S}, "undo_refund_part": {D, S}, "undo_refund": {D, S}, "undo_revoke": {D, S},
        "undo_revoke_paid": {D, S}, "undo_report_vat": {A, F},
    },
    "opinion_round": {
        "announce": {D, S}, "rework": {D, S}, "open": {X}, "extend": {D, S}, "close": {X}, "summarise": {D, S}, "publish": {D, S},
        "unpublish": {D, S}, "stop": {D, S}, "drop": {D, S}, "undo_announce": {D, S}, "undo_rework": {D, S}, "undo_extend": {D, S},
        "undo_summarise": {D, S}, "undo_publish": {D, S}, "undo_unpublish": {D, S}, "undo_stop": {D, S}, "undo_drop": {D, S},
    },
    "request": {
        "send": {"asker", X}, "hold": {X}, "deliver": {S}, "introduce": {C}, "reply": {"desk"}, "pass_on": {"desk"}, "agree": {"desk"},
        "admit": {"head"}, "decline": {"desk"}, "cancel": {"asker", "desk"}, "finish": {"asker", "desk", C}, "withdraw": {"asker"},
        "stop": {S, C}, "reopen": {S, C}, "close_silent": {X}, "close_held": {X}, "undo_deliver": {S}, "undo_introduce": {C},
        "undo_reply": {"desk"}, "undo_pass_on": {"desk"}, "undo_agree": {"desk"}, "undo_admit": {"head"}, "undo_decline": {"desk"},
        "undo_cancel": {"asker", "desk"}, "undo_finish": {"asker", "desk", C}, "undo_withdraw": {"asker"}, "undo_reopen": {S, C},
    },
}  # fmt: skip

# The department writes down its talk, the panel its sheets; the secretariat then moves the proposal on.
PAGES_OF_THEIR_OWN = {("proposal", "in_talks"), ("proposal", "reviewing"), ("proposal", "continued"), ("year_report", "opinions")}

# The only files besides the tables that name a state.
NAMES_A_STATE = {
    "projects/handover/models.py": "the constraint that one which was called off stands in nobody's way",
    "projects/proposals/models.py": "a decision's results are called as the states that they lead to",
    "projects/opinions/models.py": "the constraint that one which was stopped says why",
    "projects/report/models.py": "the constraint that remarks are asked for until a day",
    "guidelines/revisions/models.py": "the constraint that a scheduled revision has its moment",
}
STATUS_CLASSES = {
    "ApplicationStatus",
    "RoundStatus", "SheetStatus", "R",
    "CaseStatus", "CycleStatus", "LedgerStatus", "ProposalStatus", "RegistrationStatus", "ReportStatus", "RevisionStatus", "S",
}  # fmt: skip


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_every_state_is_reached_and_only_the_ends_are_final(process):
    reached, frontier = {process.start}, [process.start]
    while frontier:
        for row in process.steps_from(frontier.pop()):
            if row.target not in {SAME, BACK, *reached}:
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
        assert len([step for step in process.steps if step.name == row.name]) == 1


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


def test_only_the_tables_name_a_state():
    """Elsewhere the table is asked: `subject.may(word)`, `is_unsent`, `PROCESS.opening(word)`, `turn_of(role)` (rule 1)."""
    breaches = []
    for path in house.app_code():
        if path.name == "workflow.py" or house.room(path) == "sample" or str(path) in NAMES_A_STATE:
            continue
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.Attribute) and node.attr.isupper() and ast.unparse(node.value) in STATUS_CLASSES:
                breaches.append(f"{path}:{node.lineno} {ast.unparse(node)}")
            elif isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                asked = [side for side in sides if isinstance(side, ast.Attribute) and side.attr == "status"]
                if asked and any(isinstance(side, ast.Constant | ast.Tuple | ast.Set) for side in sides):
                    breaches.append(f"{path}:{node.lineno} {ast.unparse(node)}")
            elif isinstance(node, ast.keyword) and str(node.arg).startswith("status"):
                if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                    breaches.append(f"{path}:{node.value.lineno} {ast.unparse(node)}")
    for path in house.files(".html", under=("templates",)):
        breaches += [f"{path}: {word}" for word in re.findall(r"\w+\.status\s*[!=]=", house.text(path))]
    assert breaches == []


def test_rows_of_a_process_table_are_at_most_140_characters():
    paths = [path for path in house.app_code() if path.name == "workflow.py"]
    assert len(paths) >= 4
    lines = [(path, number, line) for path in paths for number, line in enumerate(house.text(path).splitlines(), 1)]
    assert [f"{path}:{number} has {len(line)} characters" for path, number, line in lines if len(line) > 140] == []
