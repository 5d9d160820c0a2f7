"""What the pages of 催しの取込 ask beside headings, columns and lines."""

from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.tables import StepForm, TableForm

from .bodies import Bodies
from .lines import hosts_found


class BeginForm(TableForm):
    """The list, and where it comes from."""

    field_order = ["name", "table", "pasted"]

    name = LineField(label="元になった表の名・日", max_length=200, help_text="例：令和8年12月 イベント一覧（広報の担当課）")


class HostsForm(StepForm):
    """Whom each word means that the list names as a host; `answers` hold the key of the Partner or None."""

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        self.words, self.bodies = hosts_found(table), Bodies()  # in the order of the list: a database keeps none of its own
        for place, word in enumerate(self.words):
            body = self.bodies.by_key.get(table.words.get("host", {}).get(word))
            initial = "" if body is None else body.name if self.bodies.named(body.name) == body else str(body.pk)
            self.fields[f"host{place}"] = LineField(label=f"主催者「{word}」", required=False, max_length=200, initial=initial)

    def clean(self):
        read = super().clean()
        for place in range(len(self.words)):
            name = f"host{place}"
            if text := read.get(name):
                read[name], why = self.bodies.typed(text)
                if why:
                    self.add_error(name, why)
        return read

    @property
    def answers(self):
        found = [self.cleaned_data.get(f"host{place}") for place in range(len(self.words))]
        return {"words": {"host": {word: body.pk if body else None for word, body in zip(self.words, found, strict=True)}}}
