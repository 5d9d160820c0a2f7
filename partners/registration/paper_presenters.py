"""The application on paper: what its pages ask, blank or as it is written (common/forms/paper.py)."""

from kyodo_portal.common.forms.paper import Box, Sheet, blank_boxes, written_box
from partners.directory.forms import form_pages
from partners.directory.payload import display_rows, payload_of
from partners.directory.schema import PLEDGE, schema_of
from partners.rules.models import rule_in_force


def blank_sheets(rule):
    """[Sheet] of the form under this rule, without answers. Seven queries: what it asks, and fields and areas to tick."""
    pages = form_pages(schema_of(rule)).values()
    sheets = [Sheet(form.title, form.lead, blank_boxes(form.base_fields), []) for form in pages]
    return [*sheets, _signature()]


def _signature():
    signed = [Box(label, "", True, [], "", range(lines)) for label, lines in (("書いた日", 1), ("代表者の署名", 2))]
    return Sheet("署名", "", signed, [])


def notice_sheets():
    """[Sheet] with which a body says on paper that it pauses, goes on or leaves. No query."""
    asked = [
        Box("団体の名前", "", True, [], "", range(1)),
        Box("届け出ること", "1つに、しるしを付けてください。", True, ["休止する", "再開する", "退会する"], "", range(0)),
        Box("理由", "再開のときは、書かなくてもかまいません。", True, [], "", range(5)),
    ]
    return [Sheet("届け", "", asked, []), _signature()]


RENEWAL = ["去年と同じです", "変わったところがあります（下の内容を、線を引いて直しました）"]


def renewal_sheets(partner):
    """[Sheet] with which a body renews on paper: what stands of it, the promises, its signature. Nine queries at most."""
    schema = schema_of(rule_in_force(partner.kind))
    sections = display_rows(payload_of(partner, schema), schema)
    stands = [
        Sheet(title, "", [written_box(label, text) for _, label, text in rows], [])
        for key, title, rows in sections
        if key != PLEDGE
    ]
    promised = form_pages(schema)[PLEDGE]
    pledges = Sheet(promised.title, promised.lead, blank_boxes(promised.base_fields), [])
    return [
        Sheet("今年の届け", "", [Box("どちらかにしるし", "", True, RENEWAL, "", range(0))], []),
        *stands,
        pledges,
        _signature(),
    ]


def written_sheets(registration, *, hidden=()):
    """[Sheet] of an application as it stands, without the values of the `hidden` names. Before it is sent, what is not written yet is
    asked as on the blank form, to be finished by hand and signed. At most two queries; seven before it is sent.
    """
    schema = schema_of(registration.rule)
    sections = display_rows(registration.payload, schema, hidden=hidden)
    if not registration.is_unsent:
        return [Sheet(title, "", [written_box(label, text) for _, label, text in rows], []) for _, title, rows in sections]
    pages = form_pages(schema)
    return [*(_half_written(title, rows, pages[key].base_fields) for key, title, rows in sections), _signature()]


def _half_written(title, rows, fields):
    boxes = []
    for name, label, text in rows:
        boxes += [written_box(label, text)] if text or name not in fields else blank_boxes({name: fields[name]})
    return Sheet(title, "", boxes, [])
