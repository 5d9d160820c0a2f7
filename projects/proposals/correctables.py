"""What of a proposal may be put right: everything that stands on its pages."""

import json

from kyodo_portal.common.lists.together import set_along
from kyodo_portal.process.correction_actions import Correctables, Point, untouched
from kyodo_portal.process.edits import canonical
from projects.proposals.drafting.actions import write_back
from projects.proposals.drafting.completeness import problems_of
from projects.proposals.drafting.pages import TITLES, fields_of, load_parts, stored_values

from .presenters import content_of, text_of

WHOLE_PAGES = ("plan", "roles", "budget")  # asked for as a whole: rows
FILES = "files"
# A group that was asked and answered is not asked back: the joint groups stay as they are now.
NOT_PUT_BACK = ("co_partners",)


def locked_parts(proposal):
    """The parts of a proposal whose row this step holds locked: read once, whatever the step asks of them, joint groups included."""
    if not hasattr(proposal, "read_parts"):
        proposal.read_parts = load_parts(proposal)
        set_along(proposal, joint_groups=proposal.read_parts.joint_groups)
    return proposal.read_parts


def _points(proposal):
    return [Point(field, label, TITLES[page]) for field, label, page in fields_of(proposal, locked_parts(proposal))]


def _text(proposal, field):
    return text_of(content_of(proposal, locked_parts(proposal)), field)


def _page_of(proposal, field):
    return next(page for key, _, page in fields_of(proposal, locked_parts(proposal)) if key == field)


def _stored(proposal, field):
    """{name: value} of what the item is stored as; files by their keys."""
    parts = locked_parts(proposal)
    if field == FILES:
        return {FILES: [file.pk for file in parts.files]}
    page = _page_of(proposal, field)
    values = stored_values(page, proposal, parts)
    return json.loads(canonical(values if field in WHOLE_PAGES else {field: values[field]}))


def _typed(proposal, field):
    kept = proposal.typed.get(FILES if field == FILES else _page_of(proposal, field)) or {}
    return "\n".join(str(text) for name, text in kept.items() if field in WHOLE_PAGES or name == field)


def _restore(proposal, correction):
    """What was begun at an item and not sent is undone: the item was let off, and the next sending must not carry it."""
    if correction.sent is not None and correction.field not in NOT_PUT_BACK:
        write_back(proposal, _page_of(proposal, correction.field), correction.sent, locked_parts(proposal))
        del proposal.read_parts


CORRECTABLES = Correctables(points=_points, text=_text, stored=_stored, restore=_restore, typed=_typed, stays=NOT_PUT_BACK)

# What a check calls otherwise than the item.
COUNTED_WITH = {"steps": "plan"}


def problems_now(proposal, parts):
    """What keeps the group from sending: [Problem]. Of what is put right, only what it was asked for and has changed.

    The rest is not open to it (what came on paper may be taken incomplete), and an item left as it was is answered with a reason.
    """
    problems = problems_of(proposal, parts)
    if proposal.is_unsent or not problems:
        return problems
    left = {row.field for row in untouched(proposal, CORRECTABLES)}
    asked = {row.field for row in proposal.corrections.open()} - left
    if "starts_on" in asked and proposal.ends_on:  # the end was there, and the start has come after it
        asked.add("ends_on")
    return [row for row in problems if not row.field or COUNTED_WITH.get(row.field, row.field) in asked]
