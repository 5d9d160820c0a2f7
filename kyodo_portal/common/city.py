"""市の情報: what the city says of itself, for every page, mail and paper. One row that its staff keep (pages/city_models.py); where
there is none, what the settings say.

A process keeps what it read: a page must not ask for it each time. Whoever saves the row puts it here at once; the other processes ask
again after KYODO_CITY_SECONDS, and before a page that is going to be kept for visitors is made (pages/page_cache.py).
"""

import time
from contextlib import nullcontext

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from .own_words import KINDS, PREFECTURES
from .upwards import city_row

# The character with which each kind of body ends; of prefectures it is that of the name.
KIND_WORDS = {"city": "市", "town": "町", "village": "村", "ward": "区", "prefecture": "県"}
IN_ENGLISH = {"市": "city", "町": "town", "村": "village", "区": "ward"}
_read = {"row": None, "at": None}  # {column: value} or None, and when it was read (seconds of a clock that only goes forward)


def the_city():
    """{name: value}: name, kana, kind, code (全国地方公共団体コード, 6 digits), site, office, desk, address, phone, fax, email, hours (in words),
    open (two times or None), closed_days (days), answer_days (開庁日, 0: nothing is promised), coordinator, coordinator_phone, as_of,
    kind_word (市, 町, 府 …), hall (市役所, 町役場 …), hall_kana, kind_en, licence, licence_url, readings (漢字|よみ), hue (degrees or None). What a city has not is empty. At most one query in KYODO_CITY_SECONDS.
    """
    if _is_old() and not (connection.in_atomic_block and _read["at"]):
        read_again()
    said = _of_the_settings() | (_read["row"] or {})
    last = said["name"][-1:]
    named = last in (PREFECTURES if said["kind"] == "prefecture" else "" if said["kind"] else KINDS)
    word = said["kind_word"] = last if named else KIND_WORDS[said["kind"] or "city"]
    _, said["hall"], said["hall_kana"], _ = KINDS[word]
    said["kind_en"] = IN_ENGLISH.get(word, "prefecture")
    return said


def is_saved():
    """Whether 市の情報 was saved, so that the settings are not asked any more."""
    the_city()
    return _read["row"] is not None


def read_again():
    """Take over what the row says now. While the database is away, or before its tables are there, what was known stays. One query.

    A transaction of its own only within another one, which must survive the error: on SQLite it would wait for those who write.
    """
    _read["at"] = time.monotonic()
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            _read["row"] = city_row()
    except (DatabaseError, InterfaceError):
        pass


def keep(row):
    """This process has just written the row: {column: value}, or None where there is none any more."""
    _read.update(row=row, at=time.monotonic())


def _is_old():
    wait, at = settings.KYODO_CITY_SECONDS, _read["at"]
    return wait is not None and (at is None or time.monotonic() - at > wait)


def _of_the_settings():
    return {
        "kana": "",
        "kind": "",
        "desk": "",
        "email": "",
        "open": settings.KYODO_OFFICE_OPEN,
        "closed_days": settings.KYODO_OFFICE_CLOSED_DAYS,
        "answer_days": settings.KYODO_ANSWER_DAYS,
        "readings": settings.KYODO_CITY_READINGS,
        "hue": None,
        **settings.KYODO_CITY,
    }
