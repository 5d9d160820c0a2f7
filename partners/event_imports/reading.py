"""One row of a list of events as the portal's values, and what is wrong in it: said with the column in which it stands."""

import datetime
import re
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms import validators
from kyodo_portal.common.forms.date_fields import JaDateTimeField
from kyodo_portal.common.japanese.clock import parse_time
from kyodo_portal.common.japanese.date_reading import parse_date
from kyodo_portal.common.japanese.dates import DateProblem
from kyodo_portal.common.japanese.numbers import clean_whole
from kyodo_portal.common.japanese.telephone import with_its_zero
from kyodo_portal.common.lists.headings import IS_BROKEN, is_broken
from kyodo_portal.common.lists.incoming import unshielded
from kyodo_portal.common.lists.table_pages import letter_of
from partners.events.models import LONGEST, NEEDS, Event

from .words import HEADINGS, OWN, TARGETS, kind_meant, signup_meant, yes_or_no

LINES = ("when_note", "fee", "fee_detail", "place", "access", "parking", "conditions", "bring")
CANCELLED = re.compile(r"中止[：:]\s*([^。]+)")


class Cell(NamedTuple):
    """A cell of a column that means something: its text, and where it stands (「C列 開始日」)."""

    text: str
    where: str


def table_of(run):
    """(headings, [(index, [text])]): the rows below the headings that say anything."""
    return HEADINGS.table_at(run.sheets[run.sheet][1], run.head)


def cells_of(run):
    """[(index, {target: Cell})] of these rows; a cell that says nothing is left out."""
    _, rows = table_of(run)
    named = [(place, target, f"{letter_of(place)}列 {heading}") for place, (heading, target) in enumerate(run.columns) if target]
    return [
        (index, {target: Cell(unshielded(cells[place]), where) for place, target, where in named if cells[place]})
        for index, cells in rows
    ]


class Row:
    """Reads one row. `problems` keep it out, `remarks` should be looked at before; both are sentences that name the column."""

    def __init__(self, index, cells):
        self.index, self.cells = index, cells
        self.problems, self.remarks = [], []
        for target in [target for target, one in cells.items() if is_broken(one.text)]:
            self.remark(target, IS_BROKEN)
            del cells[target]

    def first(self, target):
        """The text of a column, "" where it says nothing."""
        return self.cells[target].text if target in self.cells else ""

    def wrong(self, target, words):
        self.problems.append(self._said(target, words))

    def remark(self, target, words):
        self.remarks.append(self._said(target, words))

    def _said(self, target, words):
        if target not in self.cells:
            return f"{TARGETS[target][0]}：{words.rstrip('。')}"
        text, where = self.cells[target]
        return f"{where}「{text[:40]}」：{words.rstrip('。')}"

    @cached_property
    def title(self):
        return _one_line(self.first("title"))

    @property
    def is_over(self):
        return self.values["ends_at"] < timezone.now()

    @cached_property
    def values(self):
        """{column of Event: cleaned value} of what the row says without the help of other rows. What was read is kept in `problems` too."""
        made = {}
        self._read_title(made)
        self._read_days(made)
        for name in LINES:
            made[name] = self._short(name, _one_line(self.first(name)))
        made["address"] = self._short(
            "address", " ".join(filter(None, map(_one_line, (self.first("address"), self.first("building")))))
        )
        made["kana"] = self._tried("kana", validators.clean_kana)
        made["phone"] = self._tried("phone", lambda text, item: validators.clean_phone(with_its_zero(text), item=item))
        made["url"] = self._url()
        self._read_counts(made)
        self._read_words(made)
        return {name: value for name, value in made.items() if value not in ("", None)}

    def _read_title(self, made):
        longest = Event._meta.get_field("title").max_length
        if not self.title:
            self.wrong("title", "ありません")
        elif len(self.title) > longest:
            self.wrong("title", f"{longest}字をこえています")
        else:
            try:
                made["title"] = validators.clean_text(self.title, item="名前")
            except ValidationError as error:
                self.wrong("title", error.messages[0])
        if not self.first("place"):
            self.wrong("place", "ありません")

    def _read_days(self, made):
        day, hour = self._moment("starts_on", "starts_at")
        if day is None:
            return
        end_day, end_hour = self._moment("ends_on", "ends_at", day)
        if end_day is None:
            return
        if hour is None and end_hour is None:
            self.remark("starts_on", "時刻がありません。0時から23時59分までにします")
        elif hour is None:
            self.remark("starts_on", "始まる時刻がありません。0時からにします")
        elif end_hour is None:
            self.remark("ends_on" if "ends_on" in self.cells else "starts_at", "終わる時刻がありません。23時59分までにします")
        starts = _at(day, hour or datetime.timedelta())
        ends = _at(end_day, end_hour if end_hour is not None else datetime.timedelta(hours=23, minutes=59))
        where = "ends_at" if "ends_at" in self.cells else "ends_on" if "ends_on" in self.cells else "starts_on"
        if ends <= starts:
            self.wrong(where, "終わりが、始まりより前です")
        elif ends - starts > LONGEST:
            self.wrong(where, "1つの催しは、1年までです")
        else:
            made["starts_at"], made["ends_at"] = starts, ends
            self._read_deadline(made)

    def _read_deadline(self, made):
        if "until_on" not in self.cells:
            return
        day, hour = self._moment("until_on", "until_at", must=False)
        if day is None:
            return
        until = _at(day, hour if hour is not None else datetime.timedelta(hours=24))
        if until > made["starts_at"]:
            self.remark("until_on", "始まる日時より後です。始まるまでにします")
            until = made["starts_at"]
        made["signup_until"] = until

    def _moment(self, day_of, hour_of, day=None, *, must=True):
        """(day, time since midnight or None); day: what counts where none is said. (None, None) where nothing can be read."""
        say, hour = self.wrong if must else self.remark, None
        if text := self.first(day_of):
            try:
                day = parse_date(text, item=TARGETS[day_of][0])
            except DateProblem as problem:
                try:
                    moment = timezone.localtime(JaDateTimeField(label=TARGETS[day_of][0]).to_python(text))
                except ValidationError:
                    say(day_of, str(problem))
                    return None, None
                day, hour = moment.date(), datetime.timedelta(hours=moment.hour, minutes=moment.minute)
        elif day is None:
            say(day_of, "ありません")
        if text := self.first(hour_of):
            try:
                hour = parse_time(text, item=TARGETS[hour_of][0])
            except DateProblem as problem:
                say(hour_of, str(problem))
                return None, None
        return day, hour

    def _read_counts(self, made):
        for name, most in (("capacity", 100_000), ("most_people", 50)):
            made[name] = self._tried(
                name, lambda text, item, most=most: clean_whole(text, item=item, unit="人", least=1, most=most, example="30")
            )
        try:
            made["checked_on"] = (
                min(parse_date(self.first("checked_on")), timezone.localdate()) if self.first("checked_on") else None
            )
        except DateProblem as problem:
            self.remark("checked_on", str(problem))

    def _read_words(self, made):
        text = [self.first("text")]
        said = self.first("kind")
        made["kind"] = self._of_code("kind_code", Event.Kind) or (kind_meant(said) if said else None)
        way = self._of_code("signup_code", Event.SignupWay)
        if way is None and (said := self.first("signup")):
            way = signup_meant(said, bool(made["phone"]))
            if way is None:
                text.append(f"申込み：{said}")
        if (
            way == Event.SignupWay.PHONE
            and not made["phone"]
            or way == Event.SignupWay.LOT
            and not (made["capacity"] and made.get("signup_until"))
        ):
            self.remark(
                "signup", f"「{Event.SignupWay(way).label}」に要る電話か、定員と締切がありません。「申込みはいらない」にします"
            )
            way = None
        made["signup"] = way
        for name, _ in NEEDS:
            made[name] = yes_or_no(self.first(name))
            if made[name] is None and self.first(name):
                self.remark(name, "「有」か「無」と読めません。空で入れます")
        if note := self.first("note"):
            cancelled = CANCELLED.search(note)
            made["cancelled_why"] = cancelled[1][:200] if cancelled else ""
            if not self.first(OWN):
                text.append(f"備考：{note}")
        made["text"] = self._short("text", "\n".join(filter(None, text)))

    def _of_code(self, target, choices):
        return choices(self.first(target)) if self.first(target) in choices.values else None

    def _url(self):
        """Where more is said. The address of an event's own page on this portal says nothing more."""
        if self.first("more_url"):
            return self._tried("more_url", validators.clean_url)
        if self.first("url").startswith(f"{settings.KYODO_ORIGIN}/events/"):
            return ""
        return self._tried("url", validators.clean_url)

    def _tried(self, name, clean):
        """A cleaned value; what cannot be read is empty, and said."""
        if not (text := _one_line(self.first(name))):
            return None
        try:
            return self._short(name, clean(text, item=TARGETS[name][0]))
        except ValidationError as error:
            self.remark(name, f"{error.messages[0].rstrip('。')}。空で入れます")
            return None

    def _short(self, name, value):
        most = getattr(Event._meta.get_field("url" if name == "more_url" else name), "max_length", None)
        if isinstance(value, str) and most and len(value) > most:
            self.remark(name, f"長いので、{most}字までにします")
            return value[:most].rstrip()
        return value


def _one_line(text):
    return re.sub(r"\s*\n\s*", " ", text)


def _at(day, since_midnight):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()) + since_midnight)
