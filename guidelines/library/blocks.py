"""What a line `[[名前]]` in a chapter's body stands for: the chapter's own items of that kind, drawn by a template.

The name is the kind's Japanese name as the admin shows it. Items appear where their marker stands, so the editor
decides the order of prose and tables without writing markup.
"""

import re

from kyodo_portal.common.own_words import own_words

from . import models as m
from .drawings import drawing_at

# kind of item, and the template that draws a list of them
BLOCKS = {
    own_words(model._meta.original_attrs["verbose_name"]): (model, template)
    for model, template in (
        (m.Term, "guidelines/library/blocks/terms.html"),
        (m.Principle, "guidelines/library/blocks/principles.html"),
        (m.Role, "guidelines/library/blocks/roles.html"),
        (m.FirstStep, "guidelines/library/blocks/first_steps.html"),
        (m.CaseStudy, "guidelines/library/blocks/cases.html"),
        (m.ActivityField, "guidelines/library/blocks/fields.html"),
        (m.SupportScheme, "guidelines/library/blocks/support.html"),
        (m.Step, "guidelines/library/blocks/steps.html"),
        (m.Policy, "guidelines/library/blocks/policies.html"),
        (m.ContactPoint, "guidelines/library/blocks/contacts.html"),
        (m.Column, "guidelines/library/blocks/columns.html"),
        (m.Effect, "guidelines/library/blocks/effects.html"),
        (m.CollaborationForm, "guidelines/library/blocks/forms.html"),
    )
}
# How a marker may be written, in files of any city and in the words of this one: the kind's name.
NAMES = {name: name for name in BLOCKS} | {
    model._meta.original_attrs["verbose_name"]: name for name, (model, _) in BLOCKS.items()
}
MOST_DRAWINGS = 12  # in one chapter
_MARKER = re.compile(r"^\[\[([^\[\]\n]{1,100})\]\][ \t]*\r?$", re.MULTILINE)


def split_body(body):
    """The body as it is read: [("text", Markdown)], [("items", kind's name)] and [("drawing", Drawing)] in turn.

    Unknown markers stay text; so do a second marker of the same kind and drawings beyond the twelfth.
    """
    parts, at, kinds, drawn = [], 0, set(), 0
    for marker in _MARKER.finditer(body):
        drawing = drawing_at(body, marker)
        name = NAMES.get(marker[1].strip())
        known = drawn < MOST_DRAWINGS if drawing else name is not None and name not in kinds
        if marker.start() < at or not known:
            continue
        drawn += bool(drawing)
        kinds.add(name)
        parts += [("text", body[at : marker.start()]), ("drawing", drawing) if drawing else ("items", name)]
        at = drawing.end if drawing else marker.end()
    parts.append(("text", body[at:]))
    return [(kind, value) for kind, value in parts if kind != "text" or value.strip()]


def kinds_in(body):
    """The names of the kinds whose marker stands in the body."""
    return {value for kind, value in split_body(body) if kind == "items"}
