"""The group holds something on a day, and a guest comes to it."""

from tests import build


def lay_out(who, samples):
    event = build.event(who.group, "x", signup="web", text="x")
    build.event(who.group, "x", published_at=None)
    samples["partners.Event"] = event
    samples["partners.Signup"] = build.signup(
        event, "x", mail="x@example.jp", phone="x", needs_note="x", state="waiting", place=1
    )
    page = event.get_absolute_url()
    own = [f"{page}{name}/" for name in ("edit", "cancel", "next", "signup", "signups", "signups/enter")]
    tables = ["/events.ics", "/feeds/events.atom"]
    return [page, *own, f"POST {page}signups/table/", "/events/", "/events/mine/", f"/partners/{who.group.pk}/events/", *tables]
