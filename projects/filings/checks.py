"""What is refused of a paper wherever one comes."""

from django.core.exceptions import ValidationError
from django.utils import timezone

OLDEST = 366  # days ago: what came earlier is no matter of today's
NOT_A_DAY = "収受日は、今日までの1年のあいだの日にしてください。"
OPEN_ONE = "「{what}」を、まだ入れ終えていません。先にそちらを終えるか、取り消してください。"
NOT_NOW = "いまの状態では、これは受け付けられません。ほかのものを選んでください。"
USED = "この紙による手続きは、もう済んでいます。先に、その手続きを取り消してください。"


def refuse_day(received_on):
    """ValidationError where a 収受日 (date) lies ahead or more than a year ago."""
    if not 0 <= (timezone.localdate() - received_on).days <= OLDEST:
        raise ValidationError({"received_on": NOT_A_DAY})


def refuse_next(matter, what, received_on):
    """ValidationError where the next paper of a FiledFor is none: a wrong day, another one still open, not this one now."""
    refuse_day(received_on)
    if matter.open_filing is not None:
        raise ValidationError(OPEN_ONE.format(what=matter.open_filing))
    if what not in matter.may_come:
        raise ValidationError({"what": NOT_NOW})


def refuse_used(filing):
    """ValidationError where the step was taken with this Filing already."""
    if not filing.is_open:
        raise ValidationError(USED)
