"""A list of the admin drawn in Python, as Django's templates draw it in four times as long: its table, of which everything that is the
same for all rows of a column is worked out once, and what narrows it.
"""

import datetime
from html import escape

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers, result_hidden_fields, results
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field, quote
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from kyodo_portal.common.fiscal_admin import YEAR
from kyodo_portal.common.japanese.dates import fiscal_label

register = template.Library()
KEY = "0kyodo0"  # stands for a row's key in the address of its page
FOLDED = 15  # choices of a filter from which on they are folded while none is chosen
DAY = (datetime.date, datetime.time)
KEPT_IN_WORDS = (models.DateField, models.BooleanField)  # the same few values in many rows


@register.simple_tag
def admin_rows(cl):
    """{% admin_rows cl %}: the table of a ChangeList with its caption; nothing where it has no rows."""
    if not cl.result_list:
        return ""
    lines = _edited(cl) if cl.formset else _lines(cl)
    hidden = "".join(map(conditional_escape, result_hidden_fields(cl)))
    hidden = f'<div class="hiddenfields">{hidden}</div>' if hidden else ""
    heads = list(result_headers(cl))
    several = sum(bool(head.get("sorted")) for head in heads) > 1
    caption = escape(str(cl.opts.verbose_name_plural))
    return mark_safe(
        f'{hidden}<div class="results"><table id="result_list"><caption class="kp-vh">{caption}</caption>'
        f"<thead><tr>{''.join(_head(head, several) for head in heads)}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _head(head, several):
    text, sort = head["text"] if hasattr(head["text"], "__html__") else escape(capfirst(head["text"])), ""
    if head["sortable"]:
        text = f'<a href="{escape(head["url_primary"])}">{text}</a>'
        if head["sort_priority"] > 0:
            place = gettext("Sorting priority: %(priority_number)s") % {"priority_number": head["sort_priority"]}
            number = f'<span class="sortpriority" title="{escape(place)}">{head["sort_priority"]}</span>' if several else ""
            way = "ascending" if head["ascending"] else "descending"
            sort = (
                f'<div class="sortoptions"><a class="sortremove" href="{escape(head["url_remove"])}" '
                f'title="{escape(gettext("Remove from sorting"))}"></a>{number}<a href="{escape(head["url_toggle"])}" '
                f'class="toggle {way}" title="{escape(gettext("Toggle sorting"))}"></a></div>'
            )
    else:
        text = f"<span>{text}</span>"
    return f'<th scope="col"{head.get("class_attrib", "")}>{sort}<div class="text">{text}</div><div class="clear"></div></th>'


def _edited(cl):
    """The rows of a list that is edited as a whole: as Django makes them."""
    for row in results(cl):
        errors = row.form.non_field_errors() if row.form else ""
        yield f'<tr><td colspan="{len(row)}">{errors}</td></tr>' if errors else ""
        yield f"<tr>{''.join(map(conditional_escape, row))}</tr>"


def _lines(cl):
    columns, address = [_Column(cl, name, place) for place, name in enumerate(cl.list_display)], _address(cl)
    for row in cl.result_list:
        yield f"<tr>{''.join(column.cell(row, address) for column in columns)}</tr>"


def _address(cl):
    """address(row): where a row's page is, with what it takes along of the list; None where there is none. Django's `add_preserved_filters`
    would look the address up among all of the portal's, to see that it is none of a list."""
    view, taken = f"{cl.model_admin.admin_site.name}:{cl.opts.app_label}_{cl.opts.model_name}_change", cl.preserved_filters
    try:
        before, after = reverse(view, args=[KEY]).split(KEY)
    except NoReverseMatch:
        return lambda row: None
    after += f"?{taken}" if taken else ""
    return lambda row: f"{before}{quote(row.pk)}{after}"


class _Column:
    """One column of a list."""

    def __init__(self, cl, name, place):
        self.name, self.admin, self.empty, self.known = name, cl.model_admin, cl.model_admin.get_empty_value_display(), {}
        links = cl.list_display_links
        self.is_first = links is not None and (place == 0 if not links else name == next(iter(links)))
        self.is_link = links is not None and (place == 0 if not links else name in links)
        self.popup = bool(cl.is_popup)
        self.field = _field(cl.opts, name)
        own = getattr(cl.model_admin, name, None) if self.field is None and name != "__str__" else None
        self.read = own if callable(own) else None
        css = "action-checkbox" if name == "action_checkbox" else f"field-{name}"
        self.css = f"{css} nowrap" if isinstance(self.field, (models.DateField, models.TimeField, models.ForeignKey)) else css

    def cell(self, row, address):
        shown, css = self._shown(row)
        if not self.is_link:
            return f'<td class="{css}">{shown}</td>'
        tag, url = "th" if self.is_first else "td", address(row)
        opener = format_html(' data-popup-opener="{}"', row.pk) if self.popup else ""
        link = f'<a href="{escape(url)}"{opener}>{shown}</a>' if url else shown
        return f'<{tag} class="{css}">{link}</{tag}>'

    def _shown(self, row):
        """(HTML, class) of what it says of a row."""
        try:
            if self.field is not None:
                return conditional_escape(self._of_field(row)), self.css
            attr, value = (self.read, self.read(row)) if self.read else lookup_field(self.name, row, self.admin)[1:]
        except ObjectDoesNotExist:
            return conditional_escape(self.empty), self.css
        if isinstance(value, str) and not value.strip():
            value = ""
        attr = getattr(attr, "fget", attr) if isinstance(attr, property) else attr
        if isinstance(value, str) and value:
            return conditional_escape(value), self.css
        is_sign = getattr(attr, "boolean", False)
        if is_sign and value in self.known:
            return self.known[value], self.css
        shown = conditional_escape(display_for_value(value, getattr(attr, "empty_value_display", self.empty), is_sign))
        if is_sign:
            self.known[value] = shown
        return shown, f"{self.css} nowrap" if isinstance(value, DAY) else self.css

    def _of_field(self, row):
        value = getattr(row, self.name)
        if self.name == YEAR:
            return self.empty if value is None else fiscal_label(value)
        if isinstance(self.field.remote_field, models.ManyToOneRel):
            return self.empty if value is None else value
        if not (self.field.flatchoices or isinstance(self.field, KEPT_IN_WORDS)):
            value = "" if isinstance(value, str) and not value.strip() else value
            return display_for_field(value, self.field, self.empty, avoid_link=self.is_link)
        if value not in self.known:
            self.known[value] = display_for_field(value, self.field, self.empty, avoid_link=self.is_link)
        return self.known[value]


def _field(opts, name):
    """The column of the model of this name; None where something else answers to it."""
    try:
        field = opts.get_field(name)
    except FieldDoesNotExist:
        return None
    is_other = field.auto_created or field.one_to_many or (field.many_to_one and not field.related_model)
    return None if is_other or (field.is_relation and getattr(field, "attname", "") == name) else field


@register.simple_tag
def admin_filter(cl, spec):
    """{% admin_filter cl spec %}: the choices of one ListFilter of a ChangeList."""
    choices, title = list(spec.choices(cl)), escape(str(spec.title))
    listed = "".join(_choice(choice) for choice in choices)
    if len(choices) > FOLDED and choices[0]["selected"]:
        return mark_safe(f'<details class="kp-admin-filter"><summary>{title}</summary><ul>{listed}</ul></details>')
    return mark_safe(f'<div class="kp-admin-filter" role="group" aria-label="{title}"><p>{title}</p><ul>{listed}</ul></div>')


def _choice(choice):
    css, now = (' class="selected"', ' aria-current="true"') if choice["selected"] else ("", "")
    return f'<li{css}><a href="{escape(choice["query_string"])}"{now}>{conditional_escape(choice["display"])}</a></li>'
