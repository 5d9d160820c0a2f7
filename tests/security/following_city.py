"""What dantai follows, how it is mailed, when it looked last, its calendar's key: nobody's but its own."""

from kyodo_portal.notices.models import CalendarKey, Follow, LastLook, MailChoice
from tests import build


def lay_out(who, samples):
    now = build.timezone.now()
    samples["notices.Follow"] = Follow.objects.create(user=who.dantai, key=f"partner:{who.group.pk}")
    samples["notices.MailChoice"] = MailChoice.objects.create(user=who.dantai, kind="digest", how="none")
    samples["notices.LastLook"] = LastLook.objects.create(user=who.dantai, at=now, before=now)
    samples["notices.CalendarKey"] = CalendarKey.objects.create(user=who.dantai, digest="x", made_at=now)
    feeds = [
        f"/feeds/{name}.atom"
        for name in ("news", "projects", "activities", "calls", "partners", "seeds", "cases", "offers", "schemes")
    ]
    return ["/news/", "/neighbourhood/", "/me/following/", "/me/calendar/", "/me/data/notices/", "/calls.ics", *feeds]
