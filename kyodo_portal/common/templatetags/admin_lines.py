"""What pages of the admin repeat, drawn in Python as Django's own templates draw it, in a fifth of the time: a line of a form
(admin/includes/fieldset.html), the tables of the first page (admin/app_list.html).
"""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from kyodo_portal.common.fiscal_admin import YEAR
from kyodo_portal.common.japanese.dates import fiscal_label

register = template.Library()


@register.simple_tag
def admin_line(line):
    """{% admin_line line %}: a Fieldline: one box or several beside each other, with labels, errors and help."""
    fields, alone = list(line), len(line.fields) == 1
    errors = line.errors() if alone and line.form.errors else ""
    css = f"form-row{' errors' if errors else ''}{'' if line.has_visible_field else ' hidden'}"
    css += "".join(f" field-{_of(field, 'name')}" for field in fields if _of(field, "name"))
    head, tail = (errors, "") if alone else ('<div class="flex-container form-multiline">', "</div>")
    return mark_safe(f'<div class="{css}">{head}{"".join(_box(field, alone) for field in fields)}{tail}</div>')


def _of(field, name):
    """An attribute of the bound field, or of the dict that stands for one which is only read."""
    return field.field.get(name, "") if field.is_readonly else getattr(field.field, name, "")


def _box(field, alone):
    hidden, errors = _of(field, "is_hidden"), "" if alone or field.is_readonly or not field.field.form.errors else field.errors()
    css = "flex-container"
    if not alone:
        name = _of(field, "name")
        css += f" fieldBox{f' field-{name}' if name else ''}{' errors' if errors else ''}{' hidden' if hidden else ''}"
    css += " checkbox-row" if getattr(field, "is_checkbox", False) else ""
    return f'<div>{errors}<div class="{css}">{_inside(field)}</div>{_help(field, hidden)}</div>'


def _inside(field):
    if field.is_readonly:
        return f'{field.label_tag()}<div class="readonly">{conditional_escape(_said(field))}</div>'
    parts = [str(field.field), _label(field)]
    return "".join(parts if field.is_checkbox else reversed(parts))


def _label(field):
    """As AdminField.label_tag writes it."""
    box, form = field.field, field.field.form
    words, widget = conditional_escape(box.label), box.field.widget
    suffix = "" if field.is_checkbox else form.label_suffix if box.field.label_suffix is None else box.field.label_suffix
    words += conditional_escape(suffix) if suffix and words and words[-1] not in gettext(":?.!") else ""
    key = widget.attrs.get("id") or box.auto_id
    if not key:
        return words
    marks = (("vCheckboxLabel", field.is_checkbox), ("required", box.field.required), ("inline", not field.is_first))
    css = " ".join(name for name, is_so in marks if is_so)
    target = widget.id_for_label(key)
    attrs = (f' class="{css}"' if css else "") + (f' for="{conditional_escape(target)}"' if target else "")
    return f"<label{attrs}>{words}</label>"


def _said(field):
    """What a line that is only read says: a 年度 as lists say it, everything else as Django does."""
    year = getattr(field.form.instance, YEAR, None) if field.field["field"] == YEAR else None
    return field.contents() if year is None else fiscal_label(year)


def _help(field, hidden):
    text, target = _of(field, "help_text"), _of(field, "id_for_label")
    if not text:
        return ""
    about = format_html(' id="{}_helptext"', target) if target else ""
    return f'<div class="help{" hidden" if hidden else ""}"{about}><div>{conditional_escape(text)}</div></div>'


@register.simple_tag(takes_context=True)
def admin_tables(context):
    """{% admin_tables %}: a table of its lists for each app of `app_list`, with the ways to add and to change."""
    path = context["request"].path
    words = {name: gettext(name) for name in ("Model name", "Add link", "Change or view list link", "Add", "Change", "View")}
    return mark_safe("".join(_app(app, path, words) for app in context["app_list"]))


def _app(app, path, words):
    return format_html(
        '<div class="app-{} module{}"><table><caption><a href="{}" class="section" title="{}">{}</a></caption>'
        '<thead class="visually-hidden"><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>{}'
        "</table></div>",
        app["app_label"],
        " current-app" if app["app_url"] in path else "",
        app["app_url"],
        gettext("Models in the %(name)s application") % {"name": app["name"]},
        app["name"],
        words["Model name"],
        words["Add link"],
        words["Change or view list link"],
        mark_safe("".join(_table(app["app_label"], row, words) for row in app["models"])),
    )


def _table(app_label, row, words):
    """The line of one list; its addresses and names are the code's own."""
    name, address, add = row["object_name"].lower(), row["admin_url"], row["add_url"]
    key = f"{app_label}-{name}"
    title = f'<a href="{address}">{row["name"]}</a>' if address else row["name"]
    adding = f'<a href="{add}" class="addlink" aria-describedby="{key}">{words["Add"]}</a>' if add else ""
    css, word = ("viewlink", words["View"]) if row.get("view_only") else ("changelink", words["Change"])
    changing = f'<a href="{address}" class="{css}" aria-describedby="{key}">{word}</a>' if address else ""
    return f'<tr class="model-{name}"><th scope="row" id="{key}">{title}</th><td>{adding}</td><td>{changing}</td></tr>'
