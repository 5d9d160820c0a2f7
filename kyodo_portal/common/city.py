"""市の情報: what the city says of itself, for every page, mail and paper. One row that its staff keep (pages/city_models.py); where
there is none, what the settings say.

A process keeps what it read: a page must not ask for it each time. Whoever saves the row puts it here at once; the other processes ask
again after KYODO_CITY_SECONDS, and before a page that is going to be kept for visitors is made (pages/page_cache.py).
"""

import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from .upwards import city_row

# What people call the building, and how that is read, by the kind of body; a name without its kind says it by its last character.
HALLS = {
    "city": ("市", "市役所", "しやくしょ"), "town": ("町", "町役場", "まちやくば"), "village": ("村", "村役場", "むらやくば"), "ward": ("区", "区役所", "くやくしょ"),
    "prefecture": ("県", "県庁", "けんちょう"),
}  # fmt: skip
KIND_OF = {
    "市": "city",
    "町": "town",
    "村": "village",
    "区": "ward",
    "県": "prefecture",
    "都": "prefecture",
    "府": "prefecture",
    "道": "prefecture",
}
_read = {"row": None, "at": None}  # {column: value} or None, and when it was read (seconds of a clock that only goes forward)


def the_city():
    """{name: value}: name, kana, kind, code (全国地方公共団体コード, 6 digits), site, office, desk, address, phone, fax, email, hours (in words),
    open (two times or None), closed_days (days), answer_days (開庁日, 0: nothing is promised), coordinator, coordinator_phone, as_of,
    kind_word (市, 町 …), hall (市役所, 町役場 …), hall_kana, licence, licence_url, readings (漢字|よみ), hue (degrees or None). What a city has not is empty. At most one query in KYODO_CITY_SECONDS.
    """
    if _is_old() and not (connection.in_atomic_block and _read["at"]):
        read_again()
    said = _of_the_settings() | (_read["row"] or {})
    said["kind_word"], said["hall"], said["hall_kana"] = HALLS[said["kind"] or KIND_OF.get(said["name"][-1:], "city")]
    return said


def is_saved():
    """Whether 市の情報 was saved, so that the settings are not asked any more."""
    the_city()
    return _read["row"] is not None


def read_again():
    """Take over what the row says now. While the database is away, or before its tables are there, what was known stays. One query."""
    _read["at"] = time.monotonic()
    try:
        with transaction.atomic():
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
