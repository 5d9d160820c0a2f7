"""An office whose matters go to another one: who lays it out, who goes along, and two matters."""

import uuid

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from partners.models import Membership
from projects.ledger.window_actions import name_window
from projects.models import Reorganisation
from projects.reorganisations.actions import add_lines, choose_people, make_reorganisation, people_on, written_on
from tests import build
from tests.projects.ledger.build import World


class City(World):
    """A World with a second and a third office, and two entries of the first one, of which one has a window with a deputy."""

    def __init__(self):
        super().__init__()
        self.other, self.other_clerk = build.office("department", "商工観光課")
        self.third, self.third_clerk = build.office("department", "農林課")
        self.deputy = build.user("副の人")
        build.join(self.deputy, self.office)
        self.first, self.second = self.entry(title="見守り配達"), self.entry(title="花いっぱい運動")
        name_window(self.first, by=self.clerk, main=self.clerk, deputy=self.deputy, desk="2階の窓口", phone="0258-00-0001")

    def laid_out(self, *, on=9, lines=None, people=(), title="令和9年4月の改組"):
        """A 改組 of the first office into the second one. lines: [keyword arguments of add_lines]; people: who goes to the second."""
        made = make_reorganisation(by=self.chief, form_key=uuid.uuid4(), title=title, on=build.days(on))
        for line in lines if lines is not None else [{}]:
            self.add(made, **line)
        if people:
            rows = Membership.objects.filter(user__in=people, partner=self.office)
            goes = {row.pk: self.other.pk for row in rows}
            choose_people(made, by=self.chief, etag=etag_of(people_on(made)), goes=goes)
        return made

    def add(self, made, **line):
        etag = etag_of(written_on(made))
        return add_lines(made, by=self.chief, etag=etag, **{"former": self.office, "successor": self.other, **line})

    def press(self, made, name, by="chief", **answers):
        now = Reorganisation.objects.get(pk=made.pk)
        if name.startswith("undo_"):
            answers = {"reason": "まちがえて押しました。", **answers}
        return take_step(now, name, by=by and getattr(self, by), version=now.version, **answers)

    def carried(self, **more):
        made = self.laid_out(**more)
        self.press(made, "announce")
        return self.press(made, "carry_out")
