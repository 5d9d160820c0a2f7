"""Components: the markup that repeats on the portal's pages. Every template knows them without loading them.

Each stands with its variants on /gallery/ (in development only); a test fails for one that does not. What a component
looks like is said in `templates/components/` and in static/css; a page says only what it shows.
Titles are given as they are written: components set the break marks (`ph`) and escape.
"""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

from kyodo_portal.common import office_hours
from kyodo_portal.common.city import the_city
from kyodo_portal.common.drawing.qr import qr_code
from kyodo_portal.common.japanese.telephone import dialled

from .kyodo import icon, page_errors

register = template.Library()

PAGE_TONES = {"入力済み": "ok", "入力中": "warn"}
NOTE_ICONS = {"error": "error", "ok": "ok"}
# Level of a message of Django's → tone of the note, what a screen reader calls it.
MESSAGE_NOTES = {
    "error": ("error", "うまくいきませんでした"),
    "warning": ("warn", "気をつけてください"),
    "success": ("ok", "お知らせ"),
}


# ---- frames -----------------------------------------------------------------------------------------------------
@register.simple_block_tag
def section(content, title, name, css="", mark=False, small=False):
    """{% section "役割分担" "role" %}…{% endsection %}: a part of a page under a heading; its id is "role-h".

    mark: with the yellow line that begins a page's main parts. small: the heading of a part inside a part.
    """
    values = {"content": content, "title": title, "name": name, "css": css, "mark": mark, "small": small}
    return render_to_string("components/section.html", values)


@register.simple_block_tag
def check_section(content, title, name, href="", empty=(), level=2):
    """{% check_section "団体のこと" "about" href=url empty=labels %}rows{% endcheck_section %}: a part of a form as it was written.

    href: the page on which all of it is put right, said once. empty: the labels of what was left open; they stand folded.
    """
    values = {"content": content, "title": title, "name": name, "href": href, "empty": empty, "level": level}
    return render_to_string("components/check_section.html", values)


@register.simple_block_tag
def box(content, title="", name="", css=""):
    """{% box "基本の情報" %}…{% endbox %}: something beside the text. With a name it is a region of the page of its own."""
    return render_to_string("components/box.html", {"content": content, "title": title, "name": name, "css": css})


@register.simple_block_tag
def note(content, title, tone="", name="", level=2, css=""):
    """{% note "まだ送られていません" tone="warn" %}…{% endnote %}: what must not be missed.

    tone: "" (to know), "warn", "error" or "ok". name: a region with this id + "-h" for its heading.
    level: of the heading; 0 where no heading may stand.
    """
    values = {"content": content, "title": title, "tone": tone, "name": name, "level": level, "css": css}
    return render_to_string("components/note.html", {**values, "icon_name": NOTE_ICONS.get(tone, "info")})


@register.simple_block_tag
def page_head(content, title, width=""):
    """{% page_head "見くらべる" %}…{% endpage_head %}: the page's title and the sentence that says what it is for.

    width: kp-narrow or kp-measure-l where the page is narrower than the text may be.
    """
    return render_to_string("components/page_head.html", {"content": content, "title": title, "width": width})


@register.simple_block_tag
def acts(content):
    """{% acts %}<li>…</li>{% endacts %}: what can be done beside the title of a desk. On a telephone it is folded below it."""
    return render_to_string("components/acts.html", {"content": content})


@register.simple_block_tag(takes_context=True)
def form_page(context, content, title, width="kp-narrow"):
    """{% form_page "活動を記録する" %}…{% endform_page %}: a page that is one form: errors first, the title, the form.

    width: kp-narrow or, where texts are long, kp-measure-l.
    """
    values = {"content": content, "title": title, "width": width, "request": context.get("request")}
    return render_to_string("components/form_page.html", {**values, "error_list": page_errors(context)})


# ---- facts and tables -------------------------------------------------------------------------------------------
@register.simple_block_tag
def fact(content, label):
    """{% fact "受付番号" %}…{% endfact %}: one row of a `dl` (kp-dl, kp-dl1); none where nothing is said."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content) if content.strip() else ""


@register.simple_block_tag
def table(content, *columns, caption="", labelled="", hidden=False, css="kp-top", kind=""):
    """{% table "項目" "点" caption="審査で見ること" %}rows{% endtable %}: on a telephone each row becomes a card.

    caption: the table's name; hidden: for those who hear it only. labelled: the id of a heading that names it already.
    kind: a variant of the table, "board". A row is <tr role="row">, its first cell <th role="rowheader" scope="row">,
    the others are {% cell %}.
    """
    values = {"columns": columns, "caption": caption, "labelled": labelled, "hidden": hidden, "css": css, "kind": kind}
    return render_to_string("components/table.html", {**values, "content": content})


@register.simple_block_tag
def cell(content, label, css=""):
    """{% cell "期限" %}…{% endcell %}: one cell of a {% table %}; label is the name of its column.

    A cell that says nothing is truly empty, so that no line stands for it where a table is stacked (tables.css).
    """
    inner = format_html('<span class="{}">{}</span>', css, content) if css else format_html("<span>{}</span>", content)
    said = format_html('<span class="kp-cell-l" aria-hidden="true">{}</span>{}', label, inner) if content.strip() else ""
    return format_html('<td role="cell">{}</td>', said)


@register.inclusion_tag("components/marked.html")
def marked(pieces):
    """{% marked row.before %}: a text with what went or came marked (text.difference); said aloud too."""
    return {"pieces": pieces}


@register.inclusion_tag("components/comparison.html")
def comparison(rows, caption, before="前", after="後"):
    """{% comparison rows "変わったところ" %}: a table of text.difference.Compared, the item, how it stood, how it stands."""
    return {"rows": rows, "caption": caption, "before": before, "after": after}


@register.simple_tag
def tel(number, large=False, of=""):
    """{% tel city.phone %}: a telephone number that can be pressed; nothing where there is none.

    of: whose number it is, for those who hear it where several stand together.
    """
    if not number:
        return ""
    css = "kp-tel" if large else "kp-tel kp-tel--s"
    spoken = format_html('<span class="kp-vh">{}の電話 </span>', of) if of else ""
    digits, _, extension = str(number).partition("内線")
    apart = format_html('<span class="kp-nowrap">内線{}</span>', extension) if extension else ""
    return format_html('<a class="{}" href="tel:{}">{}{}{}{}</a>', css, dialled(number), icon("phone"), spoken, digits, apart)


@register.filter
def dial(number):
    """tel:{{ city.phone|dial }}: what a telephone dials of it, the 内線 apart."""
    return dialled(number)


@register.simple_tag(takes_context=True)
def qr(context, path):
    """{% qr call.get_absolute_url %}: the way from paper back to a page of the portal, as a code that a telephone reads."""
    address = context["request"].build_absolute_uri(path)
    return qr_code(address, f"このページに進む模様：{address}")


@register.simple_tag
def office_to_call():
    """{% office_to_call %}: the office in charge and, where it has one, its telephone, inside a sentence."""
    city = the_city()
    if not city["phone"]:
        return city["office"]
    return format_html('{}（電話 <a href="tel:{}">{}</a>）', city["office"], dialled(city["phone"]), city["phone"])


@register.inclusion_tag("components/office_state.html")
def office_state():
    """{% office_state %}: whether the office can be called now, until when or from when on, and when whoever writes has an answer.

    Nothing where the city does not say its hours. A kept page ends at the moment at which this changes (pages/page_cache.py).
    """
    return {"state": office_hours.office_state(), "answer": office_hours.answered_by(), "fax": the_city()["fax"]}


@register.inclusion_tag("components/message.html")
def message_note(message):
    """{% message_note message %}: one message of django.contrib.messages, read out when the page opens."""
    tone, label = MESSAGE_NOTES.get(message.level_tag, ("", "お知らせ"))
    return {"text": message, "tone": tone, "label": label, "icon_name": NOTE_ICONS.get(tone, "info")}


# ---- buttons ----------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/buttons.html")
def buttons(label, back="", back_label="やめて戻る", name="", quiet=False, css=""):
    """{% buttons "下書きを消す" back=url back_label="消さない" %}: what a form does, and the way out of it.

    name: of the button, where the form has several (its value is 1). quiet: the way out as a link.
    """
    return {"label": label, "back": back, "back_label": back_label, "name": name, "quiet": quiet, "css": css}


# ---- lists ------------------------------------------------------------------------------------------------------
@register.inclusion_tag("parts/empty.html", takes_context=True)
def empty(context, title="まだありません", text="", reset="", href="", label="", phone=False):
    """{% empty "この募集はありません" reset=request.path %}: nothing is there, and what one can do about it.

    reset: the address without conditions. href, label: a way on. phone: the number to call.
    """
    values = {"title": title, "text": text, "reset": reset, "href": href, "label": label, "phone": phone}
    return {**values, "city": context.get("city")}


@register.inclusion_tag("components/entry_card.html")
def entry_card(href, title, text, icon, tone=""):
    """{% entry_card "/partners/" "仲間をさがす" "分野と地域から。" "people" "b" %}: a door to a part of the portal.

    tone: "" green, "b" blue, "o" orange, "p" purple. It stands in <ul class="kp-grid kp-grid--4">.
    """
    return {"href": href, "title": title, "text": text, "icon_name": icon, "tone": tone}


@register.simple_tag
def chip(label, tone=""):
    """A state in words. tone: key, plan, do, check, act, ok, warn, error, quiet or nothing."""
    return format_html('<span class="kp-chip{}">{}</span>', f" kp-chip--{tone}" if tone else "", label)


@register.simple_tag
def page_state(state):
    """How far a page of a long form is: 入力済み, 入力中, まだ, 任意."""
    return chip(state, PAGE_TONES.get(state, "quiet"))
