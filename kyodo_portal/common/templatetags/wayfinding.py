"""Components that say where one is: the way to a page, the pages of a long form, the four phases."""

from functools import cache

from django import template
from django.template.loader import render_to_string

from kyodo_portal.common.phases import PHASES

register = template.Library()

STATE_LABELS = {"done": "完了", "now": "いまここ", "later": "これから"}


@register.inclusion_tag("parts/crumbs.html", takes_context=True)
def crumbs(context, *parts):
    """{% crumbs "/projects/" "プロジェクト" project.title %}: address and label in turn, at the end this page's label.

    The way begins with the entry of the main menu to which the page belongs, whatever the page says of the menu.
    """
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2:
        pairs.append(("", parts[-1]))
    return {"crumbs": _under_menu(pairs, context.get("nav") or ())}


def _under_menu(pairs, menu):
    here = next((entry for entry in menu if entry["current"]), None)
    if here is None:
        return pairs
    entries = {entry["href"] for entry in menu}
    rest = [(href, label) for href, label in pairs if href not in entries]
    return [(here["href"], here["label"]), *rest] if here["current"] == "true" else rest


@register.inclusion_tag("components/steps.html")
def steps(name, items, here, last=""):
    """{% steps "登録の申請" items here %}: the pages of a long form and which of them this is.

    items: (key, title, state) of each page, state in words (入力済み, 入力中, まだ); here: the key of this page;
    last: the title of what comes after the pages.
    """
    pages = [
        {"number": number, "title": title, "state": "いまここ" if key == here else state, "is_now": key == here}
        for number, (key, title, state) in enumerate(items, start=1)
    ]
    at = next((row["number"] for row in pages if row["is_now"]), 0)
    return {"name": name, "pages": pages, "last": last, "at": at, "count": len(pages) + bool(last)}


def track(phase, texts=None):
    """The four phases with the state of each; phase "" or None: nothing has begun, "ended": all is done."""
    codes = [*PHASES]
    at = len(codes) if phase == "ended" else codes.index(phase) if phase in codes else -1
    phases = []
    for number, (code, label) in enumerate(PHASES.items(), start=1):
        state = "done" if number - 1 < at else "now" if number - 1 == at else "later"
        phases.append(
            {
                "number": number,
                "label": label,
                "state": state,
                "state_label": STATE_LABELS[state],
                "css": f"is-{state}" if state != "later" else "",
                "text": (texts or {}).get(code, ""),
            }
        )
    return {"steps": phases, "now": phases[at] if 0 <= at < len(phases) else None}


@register.simple_tag
@cache
def pdca_mini(phase):
    """The small track on cards, drawn once. phase: plan, do, check, act or ended."""
    return render_to_string("parts/pdca_mini.html", track(phase))


@register.inclusion_tag("parts/pdca_track.html")
def pdca_track(phase, texts=None):
    """The large track on a project's page; texts: {phase code: a few words, about 15 characters}."""
    return track(phase, texts)
