"""Letters that ask for something (補正, a report) and have not gone out yet, while what they ask for is there already."""

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.change_models import standing

from .kinds import kind_of

ANSWERED = "求めたことには、もう答えがあります（{day}の「{label}」）。"


HELD = "「出す」を押したあとに答えが届いたので、出していません。"
FREE_AGAIN = (
    "「出す」を押したあとに答えが届いたので、止めました。その答えは取り消されています。要るときは、もう一度出してください。"
)


def know_answers(letters):
    """Each of these letters learns `answered_by`: the sentence that says so, "" where nothing came; and `held_said`, why it did not go
    although somebody let it. As many queries as `overtaken_by`."""
    found = overtaken_by(letters)
    for row in letters:
        change = found.get(row.pk)
        row.answered_by = ANSWERED.format(day=jdate(change.at), label=change.label) if change else ""
        row.held_said = (HELD if change else FREE_AGAIN) if row.held_at and row.is_draft else ""
    return letters


def overtaken_by(letters):
    """{key of the letter: StageChange} of those of these letters that ask for something, are not released, and whose matter has left
    the state in which it waits for that: the step by which it did. A query for each process of which one asks, none without any."""
    asked = {}
    for row in letters:
        kind = kind_of(row.process)
        if not row.is_released and row.dropped_at is None and kind is not None and row.step in kind.asks:
            asked.setdefault(row.process, []).append(row)
    found = {}
    for process, rows in asked.items():
        histories = {}
        for change in _changes_of(kind_of(process), rows):
            histories.setdefault(change.subject_id, []).append(change)
        for row in rows:
            if answer := left_by(histories.get(row.subject_id, []), row.of_version):
                found[row.pk] = answer
    return found


def _changes_of(kind, letters):
    model = kind.model.changes.rel.related_model
    rows = model._base_manager.filter(subject__in={row.subject_id for row in letters}).select_related("subject")
    return rows.order_by("version")


def left_by(changes, version):
    """Of a matter's changes, the oldest first: the step by which the matter left where the step of this version had brought it; None where it is there, or the step fell."""
    left = standing(change for change in changes if change.version >= version)
    if not left or left[0].version != version:
        return None
    return next((change for change in left[1:] if change.to_state != left[0].to_state), None)
