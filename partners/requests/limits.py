"""How much one person may write to others, and what looks like the same letter to many."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.accounts.limits import DAY, MINUTE, counter_key, spend, spend_of_line
from kyodo_portal.common.lists.search import fold
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.common.text.secret import keyed_hash

NEW_A_DAY, NEW_ON_THE_FIRST = 5, 2  # letters that begin a thread, of one person
TO_ONE_A_DAY = 30  # that reach one group in a day, from everybody together; an office of the city takes all
GUEST_A_DAY, LINE_A_DAY = 3, 20  # of one proven address; of one line (networks.line_of)
LETTERS, LETTERS_IN = 20, 30 * MINUTE  # of one person, in all threads
SAME_TEXT = 3  # receivers; a further one is held back until somebody has looked
SAME_TEXT_DAYS = 30

TOMORROW = own_words_said("今日送れる数（{limit}通）を超えました。急ぐときは、市に電話してください。明日、もう一度送れます。")
FULL = "この団体に今日届く数を超えました。明日、もう一度送ってください。"
LATER = "続けてたくさん書いています。30分ほどたってから、もう一度送ってください。"


def spend_on_new(*, by, to, guest_mail, line):
    """Take one of the day's new letters, in the caller's transaction; ValidationError where none is left. One to three queries each.

    by: the user, or None for a guest, of whom the proven address (or "") and the line are counted.
    """
    if by is not None:
        limit = NEW_ON_THE_FIRST if timezone.localdate(by.date_joined) == timezone.localdate() else NEW_A_DAY
        _take("ask-new", by.pk, limit, DAY, TOMORROW.format(limit=limit))
    else:
        if guest_mail:
            _take("ask-mail", guest_mail.lower(), GUEST_A_DAY, DAY, TOMORROW.format(limit=GUEST_A_DAY))
        if not spend_of_line("ask-line", line, LINE_A_DAY, DAY):
            raise ValidationError(TOMORROW.format(limit=LINE_A_DAY))
    if not to.is_city:
        _take("ask-to", to.pk, TO_ONE_A_DAY, DAY, FULL)


def spend_on_letter(*, by, request):
    """Take one of the letters that one person may write in half an hour; of a guest, of the thread. ValidationError where none is left."""
    _take("letter", by.pk if by is not None else f"request {request.pk}", LETTERS, LETTERS_IN, LATER)


def _take(name, whose, limit, window, message):
    if not spend(counter_key(name, whose), limit, window):
        raise ValidationError(message)


def text_key(*, by, line, text):
    """By what the same text of the same sender is known again, without being kept: 64 hexadecimal digits."""
    return keyed_hash(f"{by.pk if by is not None else line}|{''.join(fold(text).split())}", "requests.text")


def is_to_many(requests, key, to):
    """Whether this text went to so many others lately that it has to be looked at first. One query."""
    since = timezone.now() - timedelta(days=SAME_TEXT_DAYS)
    same = requests.filter(text_key=key, created_at__gte=since).exclude(to=to)
    return same.values("to").distinct().count() >= SAME_TEXT
