"""What a LetterKind lacks, said by `manage.py check`: a step that is none, a mark that is not known, a role that the table has not."""

from django.core.checks import Error, register

from kyodo_portal.common.workflow import ROLES

from .kinds import kinds
from .marks import problems_of


@register
def letter_kinds_are_whole(app_configs=None, **kwargs):
    """One Error for each word of a LetterKind that leads nowhere."""
    return [Error(text, id="letters.E001") for kind in kinds().values() for text in lacks_of(kind)]


def lacks_of(kind):
    """[str] in sentences that name the process and the row."""
    name, steps = f"通知書（{kind.process.label}）", {row.name for row in kind.steps}
    known = {*ROLES, "viewer"}
    found = [
        f"{name}の {column} にある「{word}」は、ROLES にありません。"
        for column in ("told", "readers", "desk")
        for word in getattr(kind, column)
        if word not in known
    ]
    found += [f"{name}の asks にある「{step}」は、市がする手続きにありません。" for step in kind.asks if step not in steps]
    for row in kind.defaults:
        if row.step not in steps:
            found.append(f"{name}の defaults にある「{row.step}」は、市がする手続きにありません。")
        texts = (row.title, row.body, row.appeal_text, row.file_name)
        found += [f"{name}の「{row.name}」：{problem}" for text in texts for problem in problems_of(text, kind.known_marks)]
        if (row.appeal == "none") != (row.appeal_text == ""):
            found.append(f"{name}の「{row.name}」：appeal と appeal_text が合いません。")
    return found
