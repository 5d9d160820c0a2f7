"""まとめて決める: the proposals of a call that wait for the city's decision, the best first, each with its points and its row."""

from typing import NamedTuple

from django.db.models import Sum

from guidelines.models import CollaborationForm
from kyodo_portal.common.forms.base import all_errors
from projects.calls.models import Question
from projects.cycles.plan.models import BudgetLine
from projects.proposals.content_models import Answer
from projects.proposals.talk_models import Talk

from .decision_checks import WON, granted
from .decision_forms import form_named
from .scoring import Place, ranking
from .table_forms import OnceForm, RowForm

ONCE = ("document_number", "decided_on", "early_reason", "ahead_reason", "despite")  # asked once: their errors stand above


class Row(NamedTuple):
    """requested: 円 that the group asks of the city, None where it asks for none; talks: what departments said of it."""

    place: Place
    requested: int | None
    talks: list
    form: RowForm

    @property
    def proposal(self):
        return self.place.proposal


class DecisionTable:
    """The page: `once`, `rows`, and what the money comes to. data: what was sent. A constant number of queries, thirteen."""

    def __init__(self, call, *, user, data=None):
        self.call = call
        places = [place for place in ranking(call, user=user) if waits_for_decision(place.proposal)]
        self.once = OnceForm(
            data,
            early=any(not place.table.is_complete for place in places),
            ahead=call.awaits_more,
            despite=call.budget is not None or any(place.table.reaches is False for place in places),
        )
        self.rows = self._rows(places, data)
        self.granted = granted(call)

    def _rows(self, places, data):
        keys, offered = [place.proposal.pk for place in places], list(CollaborationForm.objects.offered())
        asked = BudgetLine.objects.filter(proposal__in=keys, side=BudgetLine.Side.INCOME, from_city=True).order_by()
        asked = dict(asked.values("proposal").annotate(total=Sum("amount")).values_list("proposal", "total"))
        chosen = Answer.objects.filter(proposal__in=keys, question__kind=Question.Kind.CHOICE).values_list("proposal", "text")
        texts, talks = _grouped(chosen), _grouped((talk.proposal_id, talk) for talk in _talks(keys))
        rows = []
        for place in places:
            key = place.proposal.pk
            wished = form_named(texts.get(key, ()), offered)
            form = RowForm(data, proposal=place.proposal, wished=wished, amount=self._limited(asked.get(key)), offered=offered)
            rows.append(Row(place, asked.get(key), talks.get(key, []), form))
        return rows

    def _limited(self, amount):
        limit = self.call.grant_limit
        return amount if not amount or limit is None else min(amount, limit)

    @property
    def forms(self):
        return [self.once, *(row.form for row in self.rows)]

    @property
    def errors(self):
        """For the summary above the page."""
        return all_errors(*self.forms) if self.once.is_bound else []

    @property
    def decided(self):
        """The rows that were given a result; once all is valid."""
        return [row for row in self.rows if row.form.is_decided]

    @property
    def chosen(self):
        """円 of the adoptions in the rows, as far as they can be read."""
        rows = [row.form.cleaned_data for row in self.rows if row.form.is_bound and row.form.is_valid()]
        return sum(said["amount"] or 0 for said in rows if said["result"] in WON)

    @property
    def total(self):
        return self.granted + self.chosen

    @property
    def left(self):
        return self.call.budget - self.total

    def is_valid(self):
        valid = all(form.is_valid() for form in self.forms)
        if valid and not self.decided:
            self.once.add_error(None, "1つも決まっていません。決める提案の「結果」を選んでください。")
        for row in self.decided if valid else ():
            if not row.form.answers(row.proposal, self.once.cleaned_data)["why"]:
                row.form.add_error("why", "理由を、この行か、上の「伝える理由」に書いてください。")
        return valid and not self.errors

    def answers(self):
        """[(proposal, version, answers)] for decide_all."""
        return [
            (row.proposal, row.form.cleaned_data["version"], row.form.answers(row.proposal, self.once.cleaned_data))
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


def _talks(keys):
    return Talk.objects.standing().filter(proposal__in=keys).exclude(opinion="").select_related("department")


def _grouped(pairs):
    found = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
