"""What a machine can check of the templates. The other rules of the house stand in test_house_rules.py."""

import re

from django.template import engines

from tests import house
from tests.house import our_templates, report

TEMPLATE_NAME = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|svg))["']""")
# Found by name: Django, allauth and crispy ask for these themselves.
ASKED_BY_OTHERS = re.compile(
    r"^(\d{3}(_csrf)?\.html|admin/|kyodo/|account/|allauth/|mfa/|usersessions/|django/|registration/|robots\.txt)"
)


def named_templates():
    """{name: a place that names it} in Python and in templates."""
    named = {}
    for path in [*house.app_code(), *our_templates().values()]:
        for name in TEMPLATE_NAME.findall(house.text(path)):
            named.setdefault(name, path)
    return named


def test_every_template_is_used():
    used = named_templates()
    # A name that is put together ("notices/%s.html") is spelled with its folder in the code.
    report([name for name in our_templates() if name not in used and not ASKED_BY_OTHERS.match(name)])


def test_every_template_that_is_named_exists_and_compiles():
    engine = engines["django"]
    breaches = []
    for name, place in named_templates().items():
        if name.endswith(".html") or name in our_templates():
            try:
                engine.get_template(name)
            except Exception as error:  # a page that cannot be read is the breach, whatever the reason
                if "static" not in str(place) and not name.startswith(("css/", "img/", "js/")):
                    breaches.append(f"{place} names {name}: {error}")
    report(breaches)


def test_list_pages_are_made_from_the_kit():
    """Form, chips, orders and pager of a list stand in templates/parts/list/; a list page only says what is its own."""
    by_hand = re.compile(r'class="kp-(?:filter|result-head|sort|remove|pager)[" ](?!kp-ask)')
    breaches = []
    for name, path in our_templates().items():
        if not name.startswith("parts/list/"):
            breaches += [f"{path} draws {markup} itself" for markup in by_hand.findall(house.text(path))]
        if 'extends "list_base.html"' in house.text(path) and house.text(path).count("\n") > 40:
            breaches.append(f"{path} has more than 40 lines")
    report(breaches)


def test_templates_hold_no_inline_script_style_or_handler():
    wrong = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
    )
    breaches = []
    for path in our_templates().values():
        for match in wrong.finditer(house.text(path)) if path.suffix == ".html" else ():
            breaches.append(f"{path}:{match.string.count(chr(10), 0, match.start()) + 1} {match[0].strip()[:100]}")
    report(breaches)


def _with_includes(name, templates):
    """The text of a template with what it includes by name in its place."""
    return re.sub(
        r"{% include \"([\w./-]+)\"[^%]*%}",
        lambda found: _with_includes(found[1], templates) if found[1] in templates else "",
        house.text(templates[name]),
    )


def test_the_enter_key_never_takes_a_row_out_or_adds_one():
    """A browser presses a form's first button for Enter in a box: not the one of a row."""
    templates, breaches = our_templates(), []
    pressed = re.compile(r"<button\b[^>]*>|<input\b[^>]*type=\"submit\"[^>]*>")
    for name in templates:
        for form in re.findall(r"<form\b.*?</form>", _with_includes(name, templates), re.DOTALL):
            first = next((tag for tag in pressed.findall(form) if 'type="button"' not in tag), "")
            if "drop_name" in first or "add_name" in first:
                breaches.append(name)
    report(breaches)


def test_a_note_that_says_what_was_refused_is_an_alert():
    """Screen readers read it out, and programs find it, whatever the page is."""
    note = re.compile(r"<\w+[^>]*\bk[pd]-note--err(?:or)?\b[^>]*>")
    report(
        [
            f"{path}: {tag}"
            for path in our_templates().values()
            for tag in note.findall(house.text(path))
            if 'role="alert"' not in tag
        ]
    )


def test_pages_name_no_other_host():
    """Links a reader may follow are text; what a page loads is ours."""
    loads = re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|object|embed|use)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    )
    breaches = [f"{path}" for path in our_templates().values() if loads.search(house.text(path))]
    breaches += [
        f"{path}"
        for path in house.files(".css", under=("static",))
        if re.search(r"@import|url\([\"']?(?:https?:)?//", house.text(path))
    ]
    report(breaches)


def test_times_for_machines_have_no_fractions_of_seconds():
    """`date:"c"` writes microseconds, which no HTML knows and in which the digits of a score may turn up: `iso` writes minutes."""
    fractions = re.compile(r"""\|\s*date:(["'])[^"']*[cu]\1""")
    report([f"{path} says {match[0]}" for path in our_templates().values() for match in fractions.finditer(house.text(path))])


def test_lines_of_templates_are_short():
    """A line break beside a Japanese character is no space (common/web/template_loader.py), so that every line can be."""
    breaches = []
    for path in our_templates().values():
        for number, line in enumerate(house.text(path).splitlines(), 1):
            if len(line) > 120:
                breaches.append(f"{path}:{number} has {len(line)} characters")
    report(breaches)


def test_a_name_that_one_block_makes_is_used_in_no_other():
    """`{% url … as back %}` ends with its block: in another one `back` is empty, and its links and forms lead to the page itself."""
    breaches = []
    for path in our_templates().values():
        blocks = re.findall(r"{% block (\w+) %}(.*?){% endblock", house.text(path), re.DOTALL)
        for name, body in blocks:
            for made in re.findall(r"{%[^%]* as (\w+) %}", body):
                used = re.compile(rf"(?<![\w.]){made}(?![\w=])")
                for other, text in blocks:
                    tags = re.sub(r'"[^"]*"', "", " ".join(re.findall(r"{[{%].*?[%}]}", text)))
                    if other != name and used.search(tags) and f" as {made} %}}" not in text:
                        breaches.append(f"{path}: {made} of {name} in {other}")
    report(breaches)


def test_a_page_holds_the_drawings_that_its_rows_only_refer_to():
    texts = {name: house.text(path) for name, path in our_templates().items()}
    rows = [f'{{% row "{name}" ' for name, text in texts.items() if "{% row_icon " in text]
    assert len(rows) >= 3
    report([name for name, text in texts.items() if any(row in text for row in rows) and "{% icons_of_rows " not in text])


def _whole(name, templates):
    """The text of a template, of what it includes and of what it extends."""
    text = _with_includes(name, templates)
    above = re.search(r'{% extends "([\w./-]+)" %}', text)
    return text + (_whole(above[1], templates) if above and above[1] in templates else "")


def test_every_page_with_a_form_says_at_its_top_what_was_refused():
    """What is wrong stands at its box, which may be far below a list: above all stands how much it is, with a link to each."""
    templates, breaches = our_templates(), []
    for name, path in templates.items():
        is_part = name.startswith("parts/") or path.name.startswith("_")
        shows = re.search(r'{% crispy |action="#error-summary"', _with_includes(name, templates))
        if shows and not is_part and not re.search(r'{% form_page |id="error-summary"', _whole(name, templates)):
            breaches.append(f"{path} shows a form without kyodo/error_summary.html")
    report(breaches)
