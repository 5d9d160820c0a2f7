"""The application on paper: what its pages ask, blank or as it is written (common/forms/paper.py)."""

from kyodo_portal.common.forms.paper import Box, Sheet, blank_boxes, written_box
from partners.directory.forms import form_pages
from partners.directory.payload import display_rows
from partners.directory.schema import schema_of


def blank_sheets(rule):
    """[Sheet] of the form under this rule, without answers. Seven queries: what it asks, and fields and areas to tick."""
    pages = form_pages(schema_of(rule)).values()
    sheets = [Sheet(form.title, form.lead, blank_boxes(form.base_fields), []) for form in pages]
    signed = [Box(label, "", True, [], "", range(lines)) for label, lines in (("書いた日", 1), ("代表者の署名", 2))]
    return [*sheets, Sheet("署名", "", signed, [])]


def written_sheets(registration, *, hidden=()):
    """[Sheet] of an application as it stands, without the values of the `hidden` names. At most two queries."""
    sections = display_rows(registration.payload, schema_of(registration.rule), hidden=hidden)
    return [Sheet(title, "", [written_box(label, text) for _, label, text in rows], []) for _, title, rows in sections]
