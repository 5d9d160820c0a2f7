"""形態 as people read them: the answer of 形態えらび, and one form with all that is known of it."""

from collections import defaultdict
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse

from guidelines.cases.presenters import cases_with_form
from guidelines.library.models import CollaborationForm, FormCode

from .choosing import QUESTIONS, Fit, choose, made_for

SHOWN = 3  # forms that the answer tells in full


class Suggestion(NamedTuple):
    """A form that the answer tells in full: its common kind where that says something else, its papers, other cities' like it."""

    form: CollaborationForm
    kind: str
    papers: list[str]
    fit: Fit
    elsewhere: list[CollaborationForm]


class Answer(NamedTuple):
    """What the answer page shows. `fits`: something suits every answer; `answered`: [(name, question, answer)]."""

    suggestions: list[Suggestion]
    others: list[Fit]
    forms: list[CollaborationForm]
    fits: bool
    answered: list[tuple[str, str, str]]
    link: str
    mail: str


def answer_of(answers):
    """The Answer to {question's name: code}, in two queries. What suits nobody's wish (その他) is never told."""
    forms = CollaborationForm.objects.offered().published().exclude(code=FormCode.OTHER)
    ranked = choose(forms.select_related("guideline__municipality").order_by("order", "pk"), answers)
    fewest = len(ranked[0].misses) if ranked else 0
    best = [fit for fit in ranked if len(fit.misses) == fewest][:SHOWN]
    elsewhere = same_kind([fit.form for fit in best])
    link = link_of(answers)
    return Answer(
        suggestions=[
            Suggestion(fit.form, common_kind(fit.form), lines_of_text(fit.form.papers), fit, elsewhere[fit.form.code])
            for fit in best
        ],
        others=ranked[len(best) :],
        forms=[fit.form for fit in best],
        fits=not fewest,
        answered=[(q.name, q.text, q.answers(answers[q.name]).label) for q in QUESTIONS if answers.get(q.name)],
        link=link,
        mail=f"mailto:?subject={quote('協働の形態えらび')}&body={quote(link)}",
    )


def link_of(answers):
    """The whole address of an answer, always the same for the same answers."""
    pairs = [(q.name, answers[q.name]) for q in QUESTIONS if answers.get(q.name)] or [(QUESTIONS[0].name, "")]
    return f"{settings.KYODO_ORIGIN}{reverse('guideline-forms')}?{urlencode(pairs)}"


def common_kind(form):
    """The common kind of a form where its own name does not say it; otherwise ""."""
    kind = form.get_code_display()
    return kind if kind != form.title else ""


def lines_of_text(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def same_kind(forms):
    """{code: [forms of other cities]} with the same common code; one query."""
    by_code = defaultdict(list)
    cities = {form.guideline.municipality_id for form in forms}
    elsewhere = CollaborationForm.objects.published().filter(code__in={form.code for form in forms})
    elsewhere = elsewhere.exclude(guideline__municipality__in=cities).select_related("guideline__municipality")
    for row in elsewhere.order_by(
        "-guideline__municipality__is_own", "guideline__municipality__code", "guideline_id", "order", "pk"
    ):
        by_code[row.code].append(row)
    return by_code


def page_of_form(form):
    """Everything the page of one form shows, in three queries: other cities' forms of its kind, kinds of support, cases."""
    known = form.code != FormCode.OTHER
    return {
        "form": form,
        "kind": common_kind(form),
        "papers": lines_of_text(form.papers),
        "guideline": form.guideline,
        "made_for": made_for(form),
        "elsewhere": same_kind([form])[form.code] if known else [],
        "schemes": list(form.schemes.order_by("order", "pk")),
        "cases": cases_with_form(form.code) if known else [],
    }
