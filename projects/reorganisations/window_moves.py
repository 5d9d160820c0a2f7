"""Windows of what moves: whom the other side asks from that day on."""

from projects.entries.window_models import ContactWindow

from .found import DAY, Side


def move_windows(written, targets, parts, held, places, on):
    """A window goes on with its people; where its main person stays behind and the deputy comes along, the deputy is asked; desk and
    telephone are those of the line, where it says any. One whose people all stay behind stands as it is, and is found on the page
    of what nobody holds. held: found.Held. No query, up to three where a window changes.
    """
    lines = {row.project_id: targets.line_of(row.partner_id, row.project_id) for row in reversed(parts)}
    windows = [row for row in held.windows if row.project_id in lines]
    there = _people_after(_offices_after(lines, targets, parts, held, on), held, places) if windows else {}
    changed = [(row, made) for row in windows if (made := _changed(row, lines[row.project_id], there[row.project_id], on))]
    written.remove([row for row, _ in changed if row.since >= on])
    written.set([row for row, _ in changed if row.since < on], "until", on - DAY)
    written.make([made for _, made in changed])


def _offices_after(entries, targets, parts, held, on):
    """{entry: keys of the offices that take part on that day}"""
    gone = {row.pk for row in parts}
    after = {
        key: {row.partner_id for row in held.rows[key] if row.side == Side.CITY and row.pk not in gone and row.holds(on)}
        for key in entries
    }
    for row in parts:
        after[row.project_id].add(targets.line_of(row.partner_id, row.project_id).successor_id)
    return after


def _people_after(offices, held, places):
    """{entry: keys of the people of its city side on that day}, whoever goes along included."""
    people = {office: set(users) for office, users in held.members.items()}
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
