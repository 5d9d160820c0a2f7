"""One line of a form of the admin, drawn in Python as Django's admin/includes/fieldset.html draws it, in a fifth of the time."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def admin_line(line):
    """{% admin_line line %}: a Fieldline: one box or several beside each other, with labels, errors and help."""
    fields, alone = list(line), len(line.fields) == 1
    errors = line.errors() if alone else ""
    css = f"form-row{' errors' if errors else ''}{'' if line.has_visible_field else ' hidden'}"
    css += "".join(f" field-{_of(field, 'name')}" for field in fields if _of(field, "name"))
    head, tail = (errors, "") if alone else ('<div class="flex-container form-multiline">', "</div>")
    return mark_safe(f'<div class="{css}">{head}{"".join(_box(field, alone) for field in fields)}{tail}</div>')


def _of(field, name):
    """An attribute of the bound field, or of the dict that stands for one which is only read."""
    return field.field.get(name, "") if field.is_readonly else getattr(field.field, name, "")


def _box(field, alone):
    hidden, errors = _of(field, "is_hidden"), "" if alone or field.is_readonly else field.errors()
    css = "flex-container"
    if not alone:
        name = _of(field, "name")
        css += f" fieldBox{f' field-{name}' if name else ''}{' errors' if errors else ''}{' hidden' if hidden else ''}"
    css += " checkbox-row" if getattr(field, "is_checkbox", False) else ""
    return f'<div>{errors}<div class="{css}">{_inside(field)}</div>{_help(field, hidden)}</div>'


def _inside(field):
    if field.is_readonly:
        return f'{field.label_tag()}<div class="readonly">{conditional_escape(field.contents())}</div>'
    parts = [str(field.field), field.label_tag()]
    return "".join(parts if field.is_checkbox else reversed(parts))


def _help(field, hidden):
    text, target = _of(field, "help_text"), _of(field, "id_for_label")
    if not text:
        return ""
    about = format_html(' id="{}_helptext"', target) if target else ""
    return f'<div class="help{" hidden" if hidden else ""}"{about}><div>{conditional_escape(text)}</div></div>'
