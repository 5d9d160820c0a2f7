"""Where a proposal stands, as five steps that a group understands: 受付, 書類の確認, 担当課との協議, 審査, 結果."""

from .workflow import ProposalStatus as S

STEPS = ("受付", "書類の確認", "担当課との協議", "審査", "結果")
AT = {
    S.DRAFT: -1,
    S.SUBMITTED: 0,
    S.RECEIVED: 1,
    S.CORRECTING: 1,
    S.IN_TALKS: 2,
    S.CONTINUED: 2,
    S.REVIEWING: 3,
    S.DECIDED: 3,
}
# The step at which a row of the table leaves its date.
DATED = {
    "submit": 0,
    "receive": 1,
    "correct": 1,
    "start_talks": 2,
    "resume": 2,
    "start_review": 3,
    "adopt": 4,
    "adopt_with": 4,
    "decline": 4,
}
INTERNAL = {"decide", "correct_decision"}
WORDS = {"done": "済み", "now": "いまここ", "later": "これから", "skipped": "ありませんでした"}


def track_of(proposal, changes):
    """[{label, state, state_label, at, planned}]: `at` is when the step was reached, `planned` what the call announces."""
    reached = {DATED[one.step]: one.at for one in changes if one.step in DATED}
    ended = proposal.status in proposal.process.ends
    now = max(reached, default=0) if ended else AT[proposal.status]
    planned = {3: proposal.call.presentation_on, 4: proposal.call.result_on}
    rows = []
    for number, label in enumerate(STEPS):
        state = "done" if number < now or (ended and number == now) else "now" if number == now else "later"
        if state == "done" and number not in reached and number != 1:
            state = "skipped"
        if ended and number > now:
            continue
        rows.append(
            {
                "label": label,
                "state": state,
                "state_label": WORDS[state],
                "at": reached.get(number),
                "planned": planned.get(number) if number not in reached else None,
            }
        )
    return rows


def told_to_group(changes):
    """The changes that the group reads, the newest first: not how the decision was prepared."""
    return [one for one in reversed(changes) if one.step not in INTERNAL]


def task_of(proposal, corrections):
    """What the group has to do now, in one sentence; "" when there is nothing."""
    if proposal.status == S.DRAFT:
        return "提案書を書いて、送ってください。"
    if proposal.status == S.CORRECTING:
        return f"直してほしいところが{len(corrections)}つあります。直してから、出し直してください。"
    return ""
