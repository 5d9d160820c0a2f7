"""What the steps of a 引継ぎ ask, and the page of one sheet."""

from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .people import candidates


def _taker(handover):
    return ModelChoiceField(
        queryset=candidates(handover),
        label="後任",
        help_text="替わる日にその課・団体にいる人です。いないときは、先に所属を入れるか、招待してください。",
    )


def _met_on(handover):
    return JaDateField(label="引き継いだ日", latest=timezone.localdate, initial=timezone.localdate, required=False)


QUESTIONS = {"taker": _taker, "met_on": _met_on}


class SheetForm(EditForm):
    """One 引継書. `names`: the boxes that this person may write now."""

    buttons = [("save", "保存する", "")]

    advice = TextField(
        label="前任の助言",
        required=False,
        max_length=2000,
        help_text="連絡のしかた、気をつけること、うまくいったこと。次の人が最初の日に読みます。",
    )
    open_points = TextField(
        label="決まっていないこと",
        required=False,
        max_length=2000,
        help_text="だれに何を聞かれていて、いつから返事をしていないか。",
    )
    other_side = TextField(
        label="相手の事情",
        required=False,
        max_length=1000,
        help_text="健康や家庭のことなど、本人が知られたくないことは書きません。",
    )
    met_on = JaDateField(label="相手と会った日", required=False)
    met_note = LineField(label="会った場所と、いた人", required=False, max_length=200)

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in (*names, ETAG)]:
            del self.fields[name]


class WindowRowForm(EditForm):
    """Who is asked about one entry from now on, chosen in a row of a table; cleaned, `main` is a User."""

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        self.fields["main"] = ChoiceField(label="新しい担当", choices=[(key, str(user)) for key, user in self.people.items()])

    def clean_main(self):
        return self.people[self.cleaned_data["main"]]
