"""The hours of an office, as settings and 市の情報 keep them (8:30-17:15), and in words."""

import datetime


def office_hours(text):
    """(opens, closes) as times out of KYODO_OFFICE_OPEN, like 8:30-17:15; None where it is empty. ValueError for anything else."""
    if not text:
        return None
    try:
        opens, closes = (datetime.datetime.strptime(part.strip(), "%H:%M").time() for part in text.split("-"))
    except ValueError:
        raise ValueError(f"KYODO_OFFICE_OPEN: {text} is no time of a day to another, like 8:30-17:15.") from None
    if opens >= closes:
        raise ValueError(f"KYODO_OFFICE_OPEN: {text} ends before it begins.")
    return opens, closes


def closed_days(words):
    """The days out of KYODO_OFFICE_CLOSED_DAYS (a list of words like 2026-08-14), as a frozenset. ValueError for what is no day."""
    try:
        return frozenset(datetime.date.fromisoformat(word.strip()) for word in words)
    except ValueError:
        raise ValueError(f"KYODO_OFFICE_CLOSED_DAYS: {', '.join(words)} are no days like 2026-08-14.") from None


def hours_in_words(hours):
    """平日 午前8時30分〜午後5時15分; "" without hours."""
    if not hours:
        return ""
    opens, closes = (
        f"{'午前' if time.hour < 12 else '午後'}{time.hour % 12}時" + (f"{time.minute}分" if time.minute else "")
        for time in hours
    )
    return f"平日 {opens}〜{closes}"
