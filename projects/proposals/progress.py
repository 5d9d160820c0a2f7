"""Where a proposal stands, as the steps of its track that a group understands."""

import datetime
from typing import NamedTuple

WORDS = {"done": "済み", "now": "いまここ", "later": "これから", "skipped": "ありませんでした"}
TONES = {"done": "ok", "now": "key"}
OPTIONAL = ("check",)  # nobody notes the day on which the papers were read


class Stage(NamedTuple):
    """One step of the track. `state`: a key of WORDS; `at`: when it was reached; `planned`: the day that the call announces."""

    label: str
    state: str
    state_label: str
    at: datetime.datetime | None
    planned: datetime.date | None

    @property
    def day(self):
        """The day beside it: when it was reached, else when it is planned; None where neither is known."""
        return self.at or self.planned

    @property
    def tone(self):
        """Of the chip that says `state_label`."""
        return TONES.get(self.state, "quiet")


def track_of(proposal, changes):
    """[Stage] of the proposal's process in their order; after an end nothing follows. `changes`: its history, the oldest first."""
    process = proposal.process
    places = {code: number for number, code in enumerate(process.stages)}
    reached = {}
    for change in changes:
        stage = process.stage_of(change.to_state)
        # 提出 stays within the first stage: what was never reached before is reached by any step into it.
        if stage and (stage != process.stage_of(change.from_state) or places[stage] not in reached):
            reached[places[stage]] = change.at
    ended = proposal.state.is_end
    now = places.get(proposal.state.stage, max(reached, default=0))
    call = proposal.call
    planned = {} if call.withdrawn_at else {places["review"]: call.presentation_on, places["result"]: call.result_on}
    stages = []
    for code, number in places.items():
        state = "done" if number < now or (ended and number == now) else "now" if number == now else "later"
        if state == "done" and number not in reached and code not in OPTIONAL:
            state = "skipped"
        if ended and number > now:
            continue
        day = planned.get(number) if number not in reached else None
        stages.append(Stage(process.stages[code], state, WORDS[state], at=reached.get(number), planned=day))
    return stages


def changes_for_group(changes):
    """The changes that the group reads, the newest first: not how the decision was prepared."""
    inside = {step.name for step in changes[0].subject.process.steps if step.is_inside} if changes else ()
    return [change for change in reversed(changes) if change.step not in inside]


def task_of(proposal, corrections):
    """What the group has to do now, in one sentence; "" when there is nothing."""
    if "applicant" not in proposal.responsible:
        return ""
    if corrections:
        return f"直してほしいところが{len(corrections)}つあります。直してから、出し直してください。"
    return f"いまは、「{proposal.next_task}」番です。"
