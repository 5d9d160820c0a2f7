"""What the sample city shows of offices that change: 環境課 goes into 市民課 on the coming 1 April, with its people."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from projects.reorganisations.actions import add_lines, choose_people, make_reorganisation, people_on, written_on
from projects.reorganisations.found import places_in

from .clock import at, days_ago


def settle(cast):
    """Announced a week ago: the offices have read of it, the matters are still where they were."""
    by, former, successor = cast["jimukyoku"], cast["kankyo_ka"], cast["shimin_ka"]
    year = fiscal_year(timezone.localdate()) + 1
    with at(days_ago(7)):
        made = make_reorganisation(
            by=by,
            form_key=uuid.uuid5(uuid.NAMESPACE_URL, "sample:reorganisation"),
            title=f"{fiscal_label(year)}の改組（見本）",
            on=datetime.date(year, 4, 1),
            is_sample=True,
        )
        etag = etag_of(written_on(made))
        add_lines(made, by=by, etag=etag, former=former, successor=successor, desk="1階 2番の窓口")
        goes = {row.pk: successor.pk for row in places_in([former.pk], made.on)}
        choose_people(made, by=by, etag=etag_of(people_on(made)), goes=goes)
        take_step(made, "announce", by=by, version=made.version)
