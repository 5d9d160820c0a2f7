"""The board at 2,000 open matters: its questions, its processor time, its size.

.venv/bin/python tests/bench/board.py [how many]
"""

import sys
import time
from datetime import date, timedelta

from stage import database, partners, projects

HEADING = "| page | who | open matters | SQL | ms | KB | goals |\n|---|---|---|---|---|---|---|"
STATES = ("preparing", "agreed", "running", "reporting", "evaluating", "discussing", "improving", "suspended", "change_pending")
GOAL = {"SQL": 6, "ms": 50, "KB": 60}
FRAME = 3  # questions of every page: who is signed in (two), how many notices are unread


def main(many):
    with database() as chance:
        from django.db import connection
        from django.test import Client
        from django.utils import timezone

        from kyodo_portal.process.task_actions import sync_everything
        from partners.models import Assignment
        from projects.models import Cycle, Participation
        from tests.projects.ledger.build import World

        partners(chance, 500)
        projects(chance, many)
        world = World()
        offices = [world.office, world.elsewhere, world.centre]
        years = list(Cycle.objects.all())
        Participation.objects.bulk_create(
            [
                Participation(project_id=year.project_id, partner=chance.choice(offices), side="city", is_lead=True)
                for year in years
            ]
        )
        for number, year in enumerate(years):
            year.status = STATES[number % len(STATES)]
            year.status_since = timezone.now() - timedelta(days=chance.randint(1, 60))
            year.ends_on = date(2027, 3, 31)
        Cycle.objects.bulk_update(years, ["status", "status_since", "ends_on"], batch_size=500)
        for pk in (
            Participation.objects.filter(side="group").order_by("partner").values_list("partner", flat=True).distinct()[:40]
        ):
            Assignment.objects.create(user=world.guide, partner_id=pk, since=date(2020, 4, 1))
        sync_everything()
        print(HEADING)
        for path in ("/projects/board/", "/projects/board/?view=table"):
            for name, user in (("coordinator", world.guide), ("secretariat", world.chief)):
                client = Client()
                client.force_login(user)
                client.get(path)
                asked = []
                with connection.execute_wrapper(lambda do, sql, *rest, asked=asked: (asked.append(sql), do(sql, *rest))[1]):
                    answer = client.get(path)
                taken = []
                for _ in range(9):
                    began = time.process_time()
                    client.get(path)
                    taken.append((time.process_time() - began) * 1000)
                found = {"SQL": len(asked) - FRAME, "ms": sorted(taken)[4], "KB": len(answer.content) / 1000}
                over = [f"{key} {found[key]:.0f} (goal {goal})" for key, goal in GOAL.items() if found[key] > goal]
                total = answer.context["total"]
                print(
                    f"| {path} | {name} | {total} | {found['SQL']} + {FRAME} | {found['ms']:.1f} | {found['KB']:.1f} | {', '.join(over) or 'ok'} |"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
