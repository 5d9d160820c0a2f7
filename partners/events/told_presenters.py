"""What a press on an event answers about whom it tells: with an account in the inbox, a guest by mail, by telephone nobody but the host."""

from kyodo_portal.notices.telling import when_told

from .actions import coming_to

WHO = "申し込んだ人"


def told_of_held(event, by):
    """Called off, by `by`. Two queries."""
    return _told(coming_to(event), f"event:{event.pk}:held", by=by)


def told_of_lot(event, by):
    """Drawn. Two queries."""
    return _told(coming_to(event), by=by, keys=[f"event:{event.pk}:{word}" for word in ("drawn", "not-drawn")])


def told_of_signup(signup, by):
    """One of them taken off. One query."""
    return _told([signup], f"event:{signup.event_id}:signup-{signup.pk}", by=by)


def _told(rows, *about, by, **keys):
    unreached = sum(not row.user_id and not row.mail for row in rows)
    call = f"電話や紙で申し込んだ{unreached}件には、電話などで知らせてください。" if unreached else ""
    nobody = call or ("" if rows else "申し込んだ人は、いません。")
    said = when_told(WHO, *about, by=by, others=any(row.mail for row in rows), nobody=nobody, **keys)
    return said if said == call else f"{said}{call}"
