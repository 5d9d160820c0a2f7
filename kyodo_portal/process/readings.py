"""What was read before a step sends or freezes it: the confirm page carries the text itself, so that whoever presses on an older
one sees both and chooses. A room names it in the step's hook (`reads`).
"""

from django import forms
from django.core import signing

from kyodo_portal.common.text.difference import compared

from .edits import ETAG, etag_of
from .errors import EditConflict

MOST = 20_000  # characters of all texts together that a page carries whole; of longer ones only the beginning
BEGINNING = 200
CHANGED = (
    "この画面を開いたあとに、内容が直されました。まだ何も行っていません。開いたときの内容と、いまの内容を並べています。"
    "いまの内容でよければ、もう一度ボタンを押してください。"
)
UNREAD = (
    "この画面からは、どの内容を読んだのかが分かりません。まだ何も行っていません。"
    "下のいまの内容でよければ、もう一度ボタンを押してください。"
)
FURTHER = "（つづきが変わりました）"


class Overtaken(EditConflict):
    """The text was changed while its confirm page stood open, or that page carried none.

    compared: [Compared] of what was read and what stands now.
    """

    def __init__(self, subject, read, now):
        super().__init__(CHANGED if read else UNREAD, subject)
        self.now, self.compared = now, _compared(read, now)


def reading_of(hook, subject):
    """[[label, text, token]] of what the step sends or freezes as it stands now; None where it freezes nothing.

    The queries are those of the hook's `reads`.
    """
    return None if hook.reads is None else reading(hook.reads(subject))


def reading(pairs):
    """The reading of these (label, text)."""
    texts = {}
    for label, text in pairs:
        texts[label] = f"{texts[label]}\n{text}" if label in texts else text
    whole = sum(map(len, texts.values())) <= MOST
    return [[label, text if whole else text[:BEGINNING], etag_of(text)] for label, text in texts.items()]


def carried(reading):
    """The reading as one word for the hidden box of the confirm page; "" for None."""
    return "" if reading is None else signing.dumps(reading, salt=__name__, compress=True)


class ReadField(forms.CharField):
    """The hidden box. Its value is the reading, an empty one where the page carried none or it cannot be read."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def to_python(self, value):
        return reading_in({ETAG: value})


class ReadingForm(forms.Form):
    """A form that carries a reading, where its step has one. overtaken: [Compared] of what was changed since, to be shown above it."""

    overtaken = ()

    def overtaken_by(self, error):
        """Say so; sent again, the form has read what stands now: pressing again is a choice and no accident."""
        self.add_error(None, str(error))
        self.overtaken, self.data = error.compared, self.data.copy()
        self.data[ETAG] = carried(error.now)


def reading_in(data):
    """The reading that a page sent; an empty one where it carried none: it has read nothing. data: request.POST."""
    try:
        return signing.loads(data.get(ETAG) or "", salt=__name__)
    except signing.BadSignature:
        return []


def refuse_overtaken(hook, subject, read):
    """Overtaken where what was `read` is not what stands now. None: no page stands between, and nothing is asked."""
    if read is None or (now := reading_of(hook, subject)) is None:
        return
    if [(label, token) for label, _, token in read] != [(label, token) for label, _, token in now]:
        raise Overtaken(subject, read, now)


def _compared(read, now):
    old, new = ({label: (text, token) for label, text, token in rows} for rows in (read, now))
    rows = []
    for label in dict.fromkeys([*new, *old]):
        (before, was), (after, is_now) = old.get(label, ("", "")), new.get(label, ("", ""))
        if was != is_now:
            rows.append(compared(label, before, after) or compared(label, before, f"{after}{FURTHER}"))
    return [row for row in rows if row]
