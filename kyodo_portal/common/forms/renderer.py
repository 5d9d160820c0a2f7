"""How forms draw their boxes: plain inputs, texts and selects in Python, letter for letter as Django's templates do, which take five
times as long; a page of the admin has two hundred of them. Everything else is drawn by its template.
"""

from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, mark_safe

OPTION = "django/forms/widgets/select_option.html"


class Renderer(TemplatesSetting):
    def render(self, template_name, context, request=None):
        draw = DRAWN.get(template_name)
        drawn = draw(context["widget"]) if draw else None
        return super().render(template_name, context, request) if drawn is None else mark_safe(drawn)


def _text(value):
    """A value as `stringformat:"s"` writes it into a page."""
    text = str(value)
    return text if isinstance(value, SafeData) else escape(text)


def _attrs(widget):
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget):
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return (
        f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"{value}{_attrs(widget)}>'
    )


def _textarea(widget):
    value = conditional_escape(localize(widget["value"])) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attrs(widget)}>\n{value}</textarea>'


def _select(widget):
    """None where an option has a template of its own."""
    drawn = []
    for name, options, _ in widget["optgroups"]:
        drawn += [f'\n  <optgroup label="{conditional_escape(localize(name))}">'] if name else []
        for option in options:
            if option["template_name"] != OPTION:
                return None
            label = conditional_escape(localize(option["label"]))
            drawn.append(f'\n  <option value="{_text(option["value"])}"{_attrs(option)}>{label}</option>\n')
        drawn += ["\n  </optgroup>"] if name else []
    return f'<select name="{conditional_escape(widget["name"])}"{_attrs(widget)}>{"".join(drawn)}\n</select>'


_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "checkbox", "date", "datetime", "time")
DRAWN = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
