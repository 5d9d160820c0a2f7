"""A round of the inventory in which one department has answered: its sheet is read by itself and the secretariat."""

import datetime
import uuid

from kyodo_portal.process.actions import take_step
from projects.inventory.round_actions import make_round
from projects.models import InventoryRound
from tests import build


def lay_out(who, samples):
    build.cycle(who.group, who.office, who.tanto, title="見本の棚卸しの1件", published=False)
    days = {"opens_on": datetime.date(2026, 6, 1), "closes_on": datetime.date(2026, 6, 30)}
    more = {"fiscal_year": 2026, "asks_plans": True, "asks_possibilities": True, **days}
    round = make_round(by=who.jimukyoku, form_key=uuid.uuid4(), **more)
    take_step(round, "open", by=who.jimukyoku, version=0)
    sheet = round.sheets.get(office=who.office)
    samples["projects.InventoryRoundChange"] = InventoryRound.objects.get().changes.get()
    samples["projects.InventoryLine"] = sheet.lines.first()
    samples["projects.InventorySheetChange"] = sheet.changes.create(
        version=1, step="send_back", from_state="in", to_state="writing", by=who.jimukyoku
    )
    return [
        round.get_absolute_url(),
        sheet.get_absolute_url(),
        f"{sheet.get_absolute_url()}table/",
        f"POST {sheet.get_absolute_url()}xlsx/",
        f"POST {round.get_absolute_url()}xlsx/",
    ]
