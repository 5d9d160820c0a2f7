"""まとめて決める: the proposals of a call that wait for the city's decision, the best first, each with its points and its row."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.html import format_html, format_html_join

from guidelines.models import CollaborationForm
from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.common.lists.keyed import keyed
from projects.calls.question_models import Question
from projects.proposals.content_models import Answer
from projects.proposals.talk_models import Talk
from projects.proposals.workflow import PROPOSAL

from .decision_checks import STANDING, WON, granted_among
from .decision_forms import form_named
from .models import Decision
from .scoring import Place, loaded, ranking
from .table_forms import RESULTS, OnceForm, RowForm, choices_of, first_values
from .ties import refuse_unexplained_tie, ties_among

# asked once: their errors stand above
ONCE = ("document_number", "decided_on", "early_reason", "ahead_reason", "despite", "tie_note")
Result = Decision.Result
BOXES = ("version", "result", "amount", "example", "why", "conditions", "form")
CHOSEN, OTHER = '<option value="{}" selected>{}</option>', '<option value="{}">{}</option>'


class Box(NamedTuple):
    """One box of a row: its name in the page, what stands in it, what is wrong with it."""

    name: str
    value: object
    errors: tuple


class Results(NamedTuple):
    """How many proposals of a call are adopted, are not, and are left for another day."""

    adopted: int
    refused: int
    left: int


class Shown(NamedTuple):
    """Everything that the page shows of a row, in plain values: it is drawn once for the same ones (`{% row %}`)."""

    pk: int
    rank: int | None
    title: str
    partner: str
    number: str
    talks: tuple
    cut: str
    is_open: bool
    errors: tuple
    average: Decimal | None
    reaches: bool | None
    counted: int
    waiting: int
    below: tuple
    tie: str
    requested: int | None
    so_far: int
    results: str
    collaborations: str
    examples: str
    version: Box
    result: Box
    amount: Box
    example: Box
    why: Box
    conditions: Box
    form: Box


@dataclass
class Row:
    """requested: 円 that the group asks of the city, None where it asks for none; talks: [(department, what it said)]; first: what stands
    in its boxes while nothing was sent (`form` is None); so_far: 円 of the adoptions down to this row, with what was granted before; cut:
    "pass", "budget" or "" — the line that runs above it."""

    place: Place
    requested: int | None
    talks: list
    prefix: str
    first: dict
    form: RowForm | None
    tie: str = ""  # with whom it shares its average, and what decided
    so_far: int = 0
    cut: str = ""
    results: str = ""  # the <option>s of its choices
    collaborations: str = ""
    examples: str = ""  # "" where the city has none

    @property
    def proposal(self):
        return self.place.proposal

    @property
    def is_open(self):
        """Whether reasons and conditions are shown unfolded: something stands there, or is wrong there."""
        return any(self.value(name) or self._errors(name) for name in ("why", "conditions"))

    @property
    def is_won(self):
        return self.value("result") in WON

    def value(self, name):
        """What stands in a box."""
        return self.form[name].value() if self.form else self.first.get(name)

    def _errors(self, name):
        return tuple(self.form[name].errors) if self.form else ()

    @property
    def amount(self):
        """円 that stand in the row, as far as they can be read."""
        if self.form is None:
            return self.first["amount"] or 0
        self.form.is_valid()
        return self.form.cleaned_data.get("amount") or 0

    @property
    def shown(self):
        proposal, table = self.proposal, self.place.table
        boxes = {name: Box(f"{self.prefix}-{name}", self.value(name), self._errors(name)) for name in BOXES}
        return Shown(
            proposal.pk, self.place.rank, proposal.title, proposal.partner.name, proposal.number, tuple(self.talks), self.cut,
            is_open=self.is_open, errors=tuple(self.form.non_field_errors()) if self.form else (),
            average=table.average, reaches=table.reaches, counted=len(table.counted), waiting=len(table.waiting),
            below=tuple((str(criterion), mean) for criterion, mean in table.below), tie=self.tie, requested=self.requested, so_far=self.so_far,
            results=self.results, collaborations=self.collaborations, examples=self.examples, **boxes,
        )  # fmt: skip


class DecisionTable:
    """The page: `once`, `rows`, and what the money comes to. data: what was sent. Fourteen queries, one more of a closed call."""

    def __init__(self, call, *, user, data=None):
        self.call = call
        known = loaded(call, single=False)
        ranked = ranking(call, user=user, known=known)
        places = [place for place in ranked if waits_for_decision(place.proposal)]
        self.ties = ties_among(ranked, getattr(call, "review_plan", None))
        self.recorded = {place.proposal.pk: made.result for place in ranked if (made := place.proposal.recorded_decision)}
        # An adoption that fell through counts no longer, as its money does.
        self.counted_before = Counter(
            self.recorded[proposal.pk]
            for proposal in (place.proposal for place in ranked)
            if proposal.pk in self.recorded and (self.recorded[proposal.pk] not in WON or proposal.status in STANDING)
        )
        self.offered = list(CollaborationForm.objects.offered())
        self.pairs, self._drawn = choices_of(self.offered), {}
        self.once = OnceForm(
            data,
            early=any(not place.table.is_complete for place in places),
            ahead=call.awaits_more,
            despite=call.budget is not None or any(place.table.reaches is False for place in places),
            tied=any(place.proposal.pk in self.ties and not self.ties[place.proposal.pk].rule for place in places),
            offered=self.offered,
        )
        self.examples = self.once.examples
        self.example_pairs = [("", "使わない"), *((key, name) for key, (name, _) in self.examples.items())]
        self.granted, self.put_in = granted_among(known.proposals), 0
        self.rows = self._rows(places, data)
        if data is not None:
            data = self._put_examples_in(data)
        if data is not None and "fill" in data:
            self._fill(data)
        self._add_up()

    def _rows(self, places, data):
        texts, talks = _said(self.call)
        offered, rows = {str(form.pk): form for form in self.offered}, []
        for place in places:
            key, asked = place.proposal.pk, place.proposal.requested
            wished = form_named(texts.get(key, ()), self.offered)
            first, prefix = first_values(place.proposal, wished, self._limited(asked)), f"p{key}"
            form = None if data is None else self._row_form(data, prefix, offered)
            said = [(office or str(place.proposal.department or ""), words) for office, words in talks.get(key, [])]
            tie = self.ties.get(key)
            rows.append(Row(place, asked, said, prefix, first, form, tie.said if tie else ""))
        return rows

    def _row_form(self, data, prefix, offered):
        return RowForm(data, prefix=prefix, offered=offered, pairs=self.pairs, examples=self.example_pairs)

    def _put_examples_in(self, data):
        """What was sent, with each chosen example in its row's empty reason; `put_in` says how many: they are read before they are recorded."""
        filled = data.copy()
        for row in self.rows:
            text = self.examples.get(data.get(f"{row.prefix}-example", ""), ("", ""))[1]
            filled[f"{row.prefix}-example"] = ""
            if text and not (data.get(f"{row.prefix}-why") or "").strip():
                filled[f"{row.prefix}-why"] = text
                self.put_in += 1
        self._bind(filled)
        return filled

    def read_in(self, said):
        """Put what a spreadsheet says into the boxes: {id of a proposal: {box: what was written}}. Nothing is recorded."""
        offered, data = {str(form.pk): form for form in self.offered}, {}
        for row in self.rows:
            stands = {name: "" if row.value(name) is None else str(row.value(name)) for name in BOXES}
            data |= {f"{row.prefix}-{name}": value for name, value in (stands | said.get(row.proposal.pk, {})).items()}
        for row in self.rows:
            row.form = self._row_form(data, row.prefix, offered)
        self._bind(data)
        self._add_up()

    def _bind(self, data):
        for row in self.rows:
            row.form.data = data
            row.form.full_clean()

    def _limited(self, amount):
        limit = self.call.grant_limit
        return amount if not amount or limit is None else min(amount, limit)

    def _fill(self, data):
        """Put a result into every row that has none: from the best downwards, adopted while the budget lasts, declined below the line.

        What lies beyond the budget is left open: that is somebody's to decide. Nothing is recorded.
        """
        filled, total = data.copy(), self.granted
        for row in self.rows:
            if row.value("result") or row.place.table.average is None:
                total += row.amount if row.is_won else 0
                continue
            result, total = self._result_by_points(row, total)
            filled[f"{row.prefix}-result"] = result
        self._bind(filled)

    def _result_by_points(self, row, total):
        if row.place.table.reaches is False:
            return Result.DECLINED, total
        within = self.call.budget is None or total + row.amount <= self.call.budget
        return (Result.ADOPTED, total + row.amount) if within else ("", total)

    def _add_up(self):
        """What the adoptions come to down to each row, and above which rows the lines run."""
        total, passes, within = self.granted, True, True
        for row in self.rows:
            total += row.amount if row.is_won else 0
            row.so_far, row.cut = total, ""
            if passes and row.place.table.reaches is False:
                row.cut, passes = "pass", False
            elif within and self.call.budget is not None and total > self.call.budget:
                row.cut, within = "budget", False
            row.results = self._options("result", RESULTS, row)
            row.collaborations = self._options("form", self.pairs, row)
            row.examples = self._options("example", self.example_pairs, row) if self.examples else ""
        self.total = total

    def _options(self, name, pairs, row):
        """The <option>s of a choice, made once for each chosen value."""
        value = str(row.value(name) or "")
        if (name, value) not in self._drawn:
            drawn = (format_html(CHOSEN if key == value else OTHER, key, label) for key, label in pairs)
            self._drawn[name, value] = format_html_join("", "{}", ((one,) for one in drawn))
        return self._drawn[name, value]

    @property
    def forms(self):
        return [self.once, *(row.form for row in self.rows if row.form)]

    @property
    def errors(self):
        """For the summary above the page; what is wrong in a row begins with its proposal: among sixty nothing else says which."""
        sent = [row for row in self.rows if row.form]
        rows = [(target, f"「{row.proposal.title}」：{said}") for row in sent for target, said in row.form.error_list]
        return [*(all_errors(self.once) if self.once.is_bound else ()), *rows]

    @property
    def decided(self):
        """The rows that were given a result; once all is valid."""
        return [row for row in self.rows if row.form.is_decided]

    @property
    def chosen(self):
        """円 of the adoptions in the rows, as far as they can be read."""
        return self.total - self.granted

    @property
    def left(self):
        return self.call.budget - self.total

    @property
    def results(self):
        """What was recorded and what the rows choose, together."""
        chosen = self.counted_before + Counter(row.value("result") or "" for row in self.rows)
        adopted, left = sum(chosen[result] for result in WON), chosen.pop("", 0)
        return Results(adopted, chosen.total() - adopted, left)

    def is_valid(self):
        valid = all(form.is_valid() for form in self.forms) and not self.put_in
        if valid and not self.decided:
            self.once.add_error(None, "1つも決まっていません。決める提案の「結果」を選んでください。")
        for row in self.decided if valid else ():
            if not row.form.answers(row.proposal, self.once.cleaned_data)["why"]:
                row.form.add_error("why", "理由を、この行か、上の「伝える理由」に書いてください。")
        self._ask_about_ties(self.decided if valid else ())
        return valid and not self.errors

    def _ask_about_ties(self, rows):
        """Of proposals of one rank that get different results somebody says why; those of this press count beside those recorded."""
        results = self.recorded | {row.proposal.pk: row.value("result") for row in rows}
        for row in rows:
            try:
                note = self.once.cleaned_data.get("tie_note")
                refuse_unexplained_tie(self.ties.get(row.proposal.pk), row.value("result"), results, note)
            except ValidationError as error:
                self._say(row, "tie_note", error.message_dict["tie_note"][0])

    def answers(self):
        """[(proposal, version, answers)] for decide_all."""
        return [
            (
                row.proposal,
                row.form.cleaned_data["version"],
                {**row.form.answers(row.proposal, self.once.cleaned_data), "tie": self.ties.get(row.proposal.pk)},
            )
            for row in self.decided
        ]

    def show(self, wrong):
        """Puts what stood in the way at its box: {id of a proposal: ValidationError}."""
        for row in self.rows:
            error = wrong.get(row.proposal.pk)
            for name, said in (
                error.message_dict if hasattr(error, "error_dict") else {"": error.messages} if error else {}
            ).items():
                self._say(row, "early_reason" if name == "early" else name, " ".join(said))

    def _say(self, row, name, said):
        if name in ONCE:
            self.once.add_error(name if name in self.once.fields else None, f"「{row.proposal.title}」：{said}")
        else:
            row.form.add_error(name if name in row.form.fields else None, said)


def waits_for_decision(proposal):
    """Whether the next thing is the city's decision."""
    return "decide" in {step.name for step in proposal.process.steps_from(proposal.status)}


@keyed
def _words(call):
    judged = Q(proposal__call=call, proposal__status__in=PROPOSAL.opening("marks"))
    chosen = Answer.objects.filter(judged, question__kind=Question.Kind.CHOICE).order_by()
    views = Talk.objects.standing().filter(judged).exclude(opinion="").order_by()
    return chosen.values_list("proposal", "text", Value("-")).union(
        views.values_list("proposal", "opinion", Coalesce("department__name", Value(""))), all=True
    )


def _said(call):
    """({proposal id: [what the group chose]}, {proposal id: [(department, its view)]}). One query."""
    texts, talks = {}, {}
    for proposal, words, office in _words(call.pk):
        if office == "-":
            texts.setdefault(proposal, []).append(words)
        else:
            talks.setdefault(proposal, []).append((office, words))
    return texts, talks
