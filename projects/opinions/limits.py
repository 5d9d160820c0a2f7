"""How many opinions one person, or one line, may send."""

from django.core.exceptions import ValidationError

from kyodo_portal.accounts.limits import DAY, counter_key, spend, spend_of_line

NEW_A_DAY, LINE_A_DAY = 10, 20  # of one person who is signed in; of one line (networks.line_of)
TOMORROW = "今日出せる意見の数（{limit}件）を超えました。明日もう一度出すか、用紙・ファクス・電話で伝えてください。"


def spend_on_opinion(*, by, line):
    """Take one of the day's, in the caller's transaction; ValidationError where none is left. One to three queries."""
    limit = NEW_A_DAY if by is not None else LINE_A_DAY
    if not (
        spend_of_line("opinion-line", line, limit, DAY) if by is None else spend(counter_key("opinion-by", by.pk), limit, DAY)
    ):
        raise ValidationError(TOMORROW.format(limit=limit))
