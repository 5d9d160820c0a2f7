"""What a machine can check of the style sheets: no class without a rule, no rule without a use, colours from one place."""

import re

from tests import house
from tests.house import our_templates, report

CSS_CLASS = re.compile(r"\.(k[pd]-[\w-]*\w)")
# Where a colour's value may stand.
VALUES = ("tokens.css", "dark.css")
# A class whose end is put together ("kp-chip--{{ tone }}"): what stands before it.
BUILT = re.compile(r"""(k[pd]-[\w-]+--)(?=[{"'])""")


def stylesheets():
    """{file name: text without comments}"""
    return {
        path.name: re.sub(r"/\*.*?\*/", "", house.text(path), flags=re.DOTALL) for path in house.files(".css", under=("static",))
    }


def pages_and_code():
    return "\n".join(house.text(path) for path in [*our_templates().values(), *house.app_code()])


def test_every_class_has_a_rule_and_every_rule_a_use():
    ruled = {name for text in stylesheets().values() for name in CSS_CLASS.findall(text)}
    written = pages_and_code()
    built = tuple(set(BUILT.findall(written)))
    used = set(re.findall(r"(?<![\w-])k[pd]-[\w-]*\w(?![\w-]|\{\{)", written))
    report([f".{name} is used nowhere" for name in ruled - used if not name.startswith(built)])
    report([f"{name} has no rule" for name in used - ruled])


def test_what_stands_on_every_page_is_ruled_by_the_sheets_of_every_page():
    """A page's own sheet that takes a name of the header for something else spoils the header of that page alone."""
    parts = our_templates()
    frame = {"header.html", "footer.html"}
    texts = [house.text(path) for name, path in parts.items() if str(name).startswith("parts/") and path.name in frame]
    assert len(texts) == len(frame)
    blocks = set(re.findall(r"kp-(?:header|menu|logo|gnav|phase|util|footer)\b", "".join(texts)))
    own = re.findall(r"css/([\w-]+\.css)", house.text(parts["base.html"]))
    report(
        [
            f"{name}: .{block} belongs to the frame"
            for name, text in stylesheets().items()
            if name not in own and not name.startswith(("admin", "desk"))
            for block in blocks
            if re.search(rf"(?:^|}}|,)\s*\.{block}(?![\w-])", text)
        ]
    )


def test_colours_are_tokens():
    """A city changes a few lines of tokens.css, and pages, admin and drawings follow."""
    literal = re.compile(r"(?<![&\w])#[0-9a-fA-F]{3,8}\b")
    sheets = {name: re.sub(r"[^{};]+(?={)", "", text) for name, text in stylesheets().items() if name not in VALUES}
    report([f"{name}: {colour}" for name, text in sheets.items() for colour in literal.findall(text)])
    drawings = house.files(".py", under=("kyodo_portal/common/drawing",))
    quoted = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']""")
    report(
        [f"{path}: {colour}" for path in [*drawings, *our_templates().values()] for colour in quoted.findall(house.text(path))]
    )


def test_components_name_roles():
    """Whoever prefers the dark gets other values for roles, never for primitives. Paper, forced colours and the admin are light."""
    paper = re.compile(r"@media (?:print|\(forced-colors: active\))[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
    primitive = re.compile(r"var\(--((?:blue|lightblue|green|yellow|orange|red|magenta|purple|gray)-\d+|hue-\d+|white|black)\)")
    screens = {
        name: re.sub(r"@media \(prefers-contrast[^{]*\{[^{}]*\{[^{}]*\}[^{}]*\}", "", paper.sub("", text))
        for name, text in stylesheets().items()
        if name not in VALUES and not name.startswith("admin")
    }
    report(
        [
            f"{name}: --{token} is no role (tokens.css lists them)"
            for name, text in screens.items()
            for token in primitive.findall(text)
        ]
    )


def test_every_token_is_used():
    sheets = stylesheets()
    tokens = set(re.findall(r"--([\w-]+):", sheets["tokens.css"]))
    used = {name for text in sheets.values() for name in re.findall(r"var\(--([\w-]+)", text)}
    used |= set(re.findall(r"""(?:colour|ink)\(?\s*["']([\w-]+)["']""", pages_and_code()))
    report([f"--{name}" for name in tokens - used])


def test_every_token_that_is_used_is_there():
    """A browser drops the whole declaration otherwise: what stood apart stands close together."""
    sheets = stylesheets()
    known = {name for text in sheets.values() for name in re.findall(r"--([\w-]+)\s*:", text)}
    report(
        [
            f"{name}: --{token}"
            for name, text in sheets.items()
            for token in re.findall(r"var\(--([\w-]+)\)", text)
            if token not in known
        ]
    )


def test_important_is_for_what_others_wrote():
    """Django's admin has rules that only !important undoes; of our own, what hides words for the eye may never lose."""
    breaches = []
    for name, text in stylesheets().items():
        for selector, body in re.findall(r"([^{};]+){([^{}]*)}", text):
            ours = "kp-" in selector or name not in {"admin.css"}
            if "!important" in body and ours and selector.strip() != ".kp-vh":
                breaches.append(f"{name}: {selector.strip()}")
    report(breaches)


def test_colours_change_with_the_width_only_between_tablet_and_desk():
    """The browser's tests judge contrast on the telephone and on the desk alone."""
    changed = set()
    for css in stylesheets().values():
        for query, inside in re.findall(r"@media([^{]*width[^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", css):
            if re.search(r"(?:^|[\s;{])(?:[\w-]*color|background(?:-image)?|opacity|fill|stroke)\s*:", inside):
                changed.add(query.strip())
    assert changed == {"(min-width: 64rem)"}
