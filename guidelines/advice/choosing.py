"""形態えらび: which of the city's forms fit what somebody means to do, and why. Nothing here asks the database."""

from dataclasses import dataclass

from guidelines.library.models import Body, Duty, Lead, Money, Span
from kyodo_portal.common.own_words import own_words

UNSURE = "わからない・どれでも"


@dataclass(frozen=True)
class Question:
    """One question: the parameter in the address, what is asked, the answers, and the form's column that speaks of it."""

    name: str
    text: str
    answers: type

    @property
    def column(self):
        return f"fit_{self.name}"

    @property
    def choices(self):
        return [*self.answers.choices, ("", UNSURE)]


QUESTIONS = (
    Question("lead", "だれが中心になりますか", Lead),
    Question("money", own_words("市のお金は、どうしますか"), Money),
    Question("body", "新しい組織をつくりますか", Body),
    Question("span", "どのくらい続けますか", Span),
    Question("duty", "もともと、だれの仕事ですか", Duty),
)


@dataclass(frozen=True)
class Fit:
    """A form with the answers that it suits and those that it does not, as sentences."""

    form: object
    matches: tuple
    misses: tuple


def choose(forms, answers):
    """The forms, best first, as Fit. `answers`: {question's name: code}; what is absent or empty was not answered.

    A form that says nothing about a question suits every answer and is praised for none. Fewest misses stand first, then
    most matches, then the form that is made most narrowly for these answers, then the city's own order.
    """
    ranked = [(_rank(form, answers), number, _fit(form, answers)) for number, form in enumerate(forms)]
    return [fit for _, _, fit in sorted(ranked, key=lambda row: row[:2])]


def _said(form, answers):
    """[(question, answer, the answers that the form is made for)] of the answered questions that the form speaks about."""
    return [
        (question, answers[question.name], getattr(form, question.column))
        for question in QUESTIONS
        if answers.get(question.name) and getattr(form, question.column)
    ]


def _rank(form, answers):
    made_for = [suits for _, answer, suits in _said(form, answers) if answer in suits]
    misses = len(_said(form, answers)) - len(made_for)
    return misses, -len(made_for), sum(len(suits) for suits in made_for)


def _fit(form, answers):
    said = _said(form, answers)
    return Fit(
        form,
        tuple(_match(question, answer) for question, answer, suits in said if answer in suits),
        tuple(_miss(question, answer, suits) for question, answer, suits in said if answer not in suits),
    )


def _match(question, answer):
    return f"「{question.answers(answer).label}」というお答えに合います。"


def _miss(question, answer, suits):
    better = "".join(f"「{label}」" for code, label in question.answers.choices if code in suits)
    return f"「{question.answers(answer).label}」というお答えには合いません。この形態に向いているのは{better}です。"


def made_for(form):
    """[(the column's name, [answers])] of what the form is made for, for its own page."""
    answers = [
        (
            form._meta.get_field(q.column).verbose_name,
            [label for code, label in q.answers.choices if code in getattr(form, q.column)],
        )
        for q in QUESTIONS
    ]
    return [row for row in answers if row[1]]
