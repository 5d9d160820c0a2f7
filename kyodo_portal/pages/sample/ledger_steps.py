"""What became of a few entries of the sample ledger: one entered twice, one by mistake, one handed on, desks that one can ring up."""

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from projects.ledger.window_actions import name_window
from projects.models import Project

from .clock import at, days_ago
from .entries import enter_row
from .groups import data

# (key of an entry, where its desk is, telephone, extension): numbers that ring nowhere.
DESKS = (
    ("flower", "市役所3階 公園と緑の係", "0258-00-0131", "331"),
    ("kids_table", "市役所1階 こども支援の係", "0258-00-0121", "214"),
    ("snow_watch", "市役所1階 高齢福祉の係", "0258-00-0122", "225"),
)


def settle(cast):
    rows = {row["key"]: row for row in data("ledger")}
    entries = {key: Project.objects.get(title__startswith=row["title"], is_sample=True) for key, row in rows.items()}
    double = _entered_again(cast, rows["flower"], "flower-again", "駅前花だんの手入れ（見本）", ago=30)
    with at(days_ago(28)):
        _step(double, "merge", cast["jimukyoku"], into=entries["flower"], reason="同じ取り組みが、2度入っていたためです。")
    mistake = _entered_again(cast, rows["concert"], "concert-mistake", "秋の合唱祭（見本）", ago=25)
    with at(days_ago(24)):
        _step(mistake, "cancel", cast["jimukyoku"], reason="もう台帳にある合唱祭を、別の名前で入れてしまったためです。")
    day = days_ago(20)
    with at(day):
        moved = {"office": cast["kensetsu_ka"], "on": day, "reason": "道しるべの仕事が、建設の課に移ったためです。"}
        _step(entries["satoyama_path"], "move", cast["jimukyoku"], **moved)
        joined = {"partner": cast["mizube"], "on": day, "reason": "川ぞいの道もいっしょに手入れするためです。"}
        _step(entries["satoyama_path"], "join", cast["kensetsu_ka_staff"], **joined)
    with at(days_ago(60)):
        for key, desk, phone, extension in DESKS:
            row, entry = rows[key], entries[key]
            staff, leader = cast[f"{row['department']}_staff"], cast[f"{row['partners'][0]}_leader"]
            name_window(entry, by=staff, main=staff, desk=desk, phone=phone, extension=extension, person_public=key == "flower")
            name_window(entry, by=leader, main=leader, phone="0258-00-0199")


def _entered_again(cast, row, key, title, *, ago):
    row = {**row, "key": key, "title": title}
    with at(days_ago(ago)):
        return enter_row(row, by=cast[f"{row['department']}_staff"], cast=cast, year=fiscal_year(days_ago(0)), is_sample=True)


def _step(entry, name, by, **answers):
    now = Project.objects.get(pk=entry.pk)
    return take_step(now, name, by=by, version=now.version, **answers)
