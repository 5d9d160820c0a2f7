"""担当替えの表: a row of boxes for each person, whether it was filled in on the page or in a spreadsheet."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.fields import UploadField
from partners.directory.staff_invitations import offices_today

from .moves import DAY, Move, etag_of_place

OWN = "自分の異動は、ほかの事務局の人か、システム管理者に入れてもらってください。"
STALE = "この画面を開いたあとに、この人の所属が変わりました。いまの内容を見て、もう一度選んでください。"
SAME_OFFICE = "いまの課と同じです。ほかの課を選ぶか、空にしてください。"
THERE_ALREADY = "この人は、その課にもう所属しています。"
NOBODY_CHOSEN = "動く人に、しるしを付けてください。"


class MoveForm(KyodoForm):
    """Rows of who leaves on the day before `on`. After is_valid `moves` are the Moves of the rows that are ticked, and of those of
    which the tick was taken away.

    memberships: whose rows stand; people: {office: [User]} of who can take over; `to` and `taker` are chosen by key.
    """

    buttons = [("check", "確かめる", "")]

    def __init__(self, *args, on, by, memberships, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.on, self.by, self.memberships, self.moves = on, by, list(memberships), []
        self.offices = {str(row.pk): row for row in offices_today()}
        people = self._with_arrivals(people)
        self.people = {str(user.pk): user for rows in people.values() for user in rows}
        where = [("", "（課を離れるだけ）"), *((key, row.name) for key, row in self.offices.items())]
        for row in self.memberships:
            self._add_row(row, where, [user for user in people.get(row.partner_id, ()) if user.pk != row.user_id])

    def _with_arrivals(self, people):
        """Whoever comes to an office by this very table can take over there."""
        people = {office: list(users) for office, users in people.items()}
        for row in self.memberships:
            to = self.offices.get(self.data.get(f"to-{row.pk}")) if self.data.get(f"go-{row.pk}") else None
            if to is not None and row.user not in people.setdefault(to.pk, []):
                people[to.pk].append(row.user)
        return people

    def _add_row(self, row, where, people):
        name = f"{row.user}（{row.partner}）"
        goes, to = row.until == self.on - DAY, str(row.next_office or "")
        takers = [("", "（決まっていない）"), *((str(user.pk), str(user)) for user in people)]
        made = {
            "go": TickField(label=f"{name}が動く", required=False, initial=goes),
            "to": ChoiceField(label=f"{name}の新しい課", choices=where, required=False, initial=to),
            "taker": ChoiceField(label=f"{name}の案件の後任", choices=takers, required=False),
            "etag": forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=etag_of_place(row)),
        }
        for part, field in made.items():
            if part in ("to", "taker"):
                field.widget.attrs |= {"class": "kp-select", "aria-label": field.label}
            self.fields[f"{part}-{row.pk}"] = field

    def clean(self):
        data = super().clean()
        ticked = [row for row in self.memberships if data.get(f"go-{row.pk}")]
        staying = [
            row for row in self.memberships if row not in ticked and row.until == self.on - DAY and data.get(f"etag-{row.pk}")
        ]
        if not ticked and not staying and not self.errors:
            self.add_error(None, NOBODY_CHOSEN)
        for row in ticked:
            to, taker = self.offices.get(data.get(f"to-{row.pk}")), self.people.get(data.get(f"taker-{row.pk}"))
            for part, problem in self._problems(row, to, data.get(f"etag-{row.pk}")):
                self.add_error(f"{part}-{row.pk}", f"{row.user}：{problem}")
            self.moves.append(Move(row, to, taker))
        for row in staying:
            for part, problem in self._problems(row, None, data[f"etag-{row.pk}"]):
                self.add_error(f"{part}-{row.pk}", f"{row.user}：{problem}")
            self.moves.append(Move(row, None, None, stays=True))
        return data

    def _problems(self, row, to, etag):
        if row.user_id == self.by.pk:
            yield "go", OWN
        if etag != etag_of_place(row):
            yield "go", STALE
        if to is not None and to.pk == row.partner_id:
            yield "to", SAME_OFFICE
        elif to is not None and to.pk != row.next_office and row.user.memberships.filter(partner=to, until__isnull=True).exists():
            yield "to", THERE_ALREADY


class MoveFileForm(KyodoForm):
    """The list as a spreadsheet."""

    buttons = [("read", "表を読む", "")]
    table = UploadField(
        label="異動表（エクセル）", kinds=("xlsx",), help_text="この画面から取り出した表に書き入れたもの。10メガバイトまで"
    )
