"""How forms draw their boxes: plain inputs, texts, selects and labels in Python, letter for letter as Django's templates do, which take
five times as long; a page of the admin has two hundred of them. Everything else is drawn by its template.
"""

from html import escape

from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.safestring import SafeData, SafeString

OPTION = "django/forms/widgets/select_option.html"


class Renderer(TemplatesSetting):
    def render(self, template_name, context, request=None):
        draw = DRAWN.get(template_name)
        drawn = draw(context) if draw else None
        return super().render(template_name, context, request) if drawn is None else SafeString(drawn)


def _text(value):
    """A value as `stringformat:"s"` writes it into a page."""
    text = str(value)
    return text if isinstance(value, SafeData) else escape(text)


def _words(value):
    """What people read, as `{{ value }}` writes it into a page."""
    value = localize(value)
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def _attrs(attrs):
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(context):
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{_attrs(widget["attrs"])}>'


def _mail(context):
    """None where a tick stands below it."""
    return None if context.get("tick") else f"{_input(context)}\n"


def _textarea(context):
    widget = context["widget"]
    value = _words(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{_attrs(widget["attrs"])}>\n{value}</textarea>'


def _select(context):
    """None where an option has a template of its own."""
    widget, drawn = context["widget"], []
    for name, options, _ in widget["optgroups"]:
        drawn += [f'\n  <optgroup label="{_words(name)}">'] if name else []
        for option in options:
            if option["template_name"] != OPTION:
                return None
            label = _words(option["label"])
            drawn.append(f'\n  <option value="{_text(option["value"])}"{_attrs(option["attrs"])}>{label}</option>\n')
        drawn += ["\n  </optgroup>"] if name else []
    return f'<select name="{escape(widget["name"])}"{_attrs(widget["attrs"])}>{"".join(drawn)}\n</select>'


def _label(context):
    label = _words(context["label"])
    return f"<{context['tag']}{_attrs(context['attrs'] or {})}>{label}</{context['tag']}>" if context["use_tag"] else label


def _errors(context):
    """None where there are some."""
    return None if context["errors"] else ""


_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "checkbox", "date", "datetime", "time")
DRAWN = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "kyodo/mail_input.html": _mail,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
