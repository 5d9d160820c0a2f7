"""How many voices one person may send, and how often one line may press 「わたしも」."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.accounts.limits import DAY, counter_key, spend, spend_of_line
from kyodo_portal.common.own_words import own_words_said

A_DAY, ON_THE_FIRST = 5, 2  # of somebody who is signed in
OF_A_MAIL, OF_A_LINE = 3, 10  # of a proven address; of one line (networks.line_of), where several people may live
PRESSES_OF_A_LINE = 30  # 「わたしも」 without signing in

TOMORROW = own_words_said(
    "今日とどけられる声の数（{limit}件）を超えました。急ぐときは、市に電話してください。明日、またとどけられます。"
)
PRESSED = "今日、ここから押せる数を超えました。サインインすると押せます。"


def spend_on_voice(*, by, guest_mail, line):
    """Take one of the day's voices, in the caller's transaction; ValidationError where none is left. One to three queries each."""
    if by is not None:
        limit = ON_THE_FIRST if timezone.localdate(by.date_joined) == timezone.localdate() else A_DAY
        return _take("voice-new", by.pk, limit, TOMORROW.format(limit=limit))
    if guest_mail:
        _take("voice-mail", guest_mail.lower(), OF_A_MAIL, TOMORROW.format(limit=OF_A_MAIL))
    return _take_of("voice-line", line, OF_A_LINE, TOMORROW.format(limit=OF_A_LINE))


def spend_on_press(line):
    """Take one of the presses that a line has in a day without signing in."""
    _take_of("metoo-line", line, PRESSES_OF_A_LINE, PRESSED)


def _take_of(name, line, limit, message):
    if not spend_of_line(name, line, limit, DAY):
        raise ValidationError(message)


def _take(name, whose, limit, message):
    if not spend(counter_key(name, whose), limit, DAY):
        raise ValidationError(message)
