"""Windows of what moves: whom the other side asks from that day on."""

from partners.models import Membership
from projects.entries.window_models import ContactWindow

from . import found
from .found import DAY


def move_windows(written, targets, parts, offices, places, on):
    """A window goes on with its people; where its main person stays behind and the deputy comes along, the deputy is asked; desk and
    telephone are those of the line, where it says any. One whose people all stay behind stands as it is, and is found on the page
    of what nobody holds. offices: {entry: keys of the offices that take part that day}. Two queries, three more where a window changes.
    """
    lines = {row.project_id: targets.line_of(row.partner_id, row.project_id) for row in reversed(parts)}
    windows = found.windows_of(lines) if lines else []
    if not windows:
        return
    there = _people_after(offices, places, on)
    changed = [(row, made) for row in windows if (made := _changed(row, lines[row.project_id], there[row.project_id], on))]
    written.remove([row for row, _ in changed if row.since >= on])
    written.set([row for row, _ in changed if row.since < on], "until", on - DAY)
    written.make([made for _, made in changed])


def _people_after(offices, places, on):
    """{entry: keys of the people of its city side on that day}, whoever goes along included. One query."""
    people = {}
    members = Membership.objects.valid(on).filter(partner__in=set().union(*offices.values()), user__is_active=True)
    for user, office in members.values_list("user", "partner"):
        people.setdefault(office, set()).add(user)
    for place in places:
        people.setdefault(place.goes_to_id, set()).add(place.membership.user_id)
    return {project: set().union(*(people.get(office, set()) for office in keys)) for project, keys in offices.items()}


def _changed(window, line, people, on):
    """The window as it is from that day on, not stored yet; None where it stays as it is."""
    follows = window.main_id is not None and window.main_id not in people and window.deputy_id in people
    if not follows and not line.desk and not line.phone:
        return None
    main, deputy = (window.deputy_id, None) if follows else (window.main_id, window.deputy_id)
    return ContactWindow(
        project_id=window.project_id,
        side=window.side,
        main_id=main,
        main_name=window.main_name,
        deputy_id=deputy,
        desk=line.desk or window.desk,
        phone=line.phone or window.phone,
        extension="" if follows or line.phone else window.extension,
        person_public=window.person_public and not follows,
        since=on,
    )
