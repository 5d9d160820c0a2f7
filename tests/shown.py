"""One matter in one state, on every page that shows it: what test_states.py asks of each table, and a room of its own."""

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.task_actions import sync_tasks


def words(answer):
    return answer.content.decode().replace("<wbr>", "")


class Shown:
    """One matter in one state, and the people around it."""

    def __init__(self, matter, state, client_for, **people):
        type(matter)._base_manager.filter(pk=matter.pk).update(status=state)
        self.matter = type(matter)._base_manager.get(pk=matter.pk)
        sync_tasks(self.matter)
        self.row = self.matter.process.state(state)
        self.clients = {name: client_for(person) for name, person in people.items()}
        self.people = people

    def page(self, who, address, *expected, absent=(), status=200):
        """What this person reads there: the answer's status, every expected word, none of the absent ones."""
        answer = self.clients[who].get(address)
        assert answer.status_code == status, f"{self.row.label}: {address} ({who}) {answer.status_code}"
        text = words(answer)
        for word in expected:
            assert word in text, f"{self.row.label}: {address} ({who}) says nothing of {word}"
        for word in absent:
            assert word not in text, f"{self.row.label}: {address} ({who}) shows {word}"
        return text

    def there(self, who, address, word, yes):
        """The word stands there exactly if the table says so."""
        return self.page(who, address, *([word] if yes else []), absent=[] if yes else [word])

    def turn(self, *names):
        """Whether it is the turn of one of these."""
        return bool({*names} & {*self.matter.responsible})

    def steps(self, address):
        """Every step that somebody may take now has a page that asks for it and does not break."""
        for name, person in self.people.items():
            for step in self.matter.offered_to(person) if person else ():
                answer = self.clients[name].get(address(step), follow=True)
                assert answer.status_code == 200, f"{self.row.label}: {address(step)} ({name}) {answer.status_code}"
                assert step.page or step.label in words(answer)

    def admin(self, who, model, title, *, query="status"):
        """List and page in the admin: there where the city finds the matter, with label and whose turn it is."""
        base, seen = f"/admin/{model}/", "city" in self.row.readers
        self.there(who, f"{base}?{query}={self.row.code}", f">{title}<", seen)
        if seen:
            said = [self.row.label, *([self.matter.responsible_label] if self.matter.responsible_label else [])]
            self.page(who, f"{base}{self.matter.pk}/change/", *said)
        if self.queues():
            self.page(who, "/admin/", *(queue.label for queue in self.queues()))

    def queues(self):
        """The rows of the admin's list of work in which a matter in this state may wait."""
        return [row for row in self.matter.process.queues if self.row.code in row.states]

    def board(self, who, kind, title):
        """On the board as long as somebody has something to do and the city finds it: label, task, turn, last day."""
        seen = "city" in self.row.readers and not self.row.is_end and not self.matter.rests_as
        self.there(who, "/projects/board/", title, seen)
        if seen:
            due = [jdate(self.matter.due_on)] if self.matter.due_on else []
            self.page(who, f"/projects/board/?stage={kind}-{self.row.code}", title, self.row.label, self.matter.next_task, *due)
            self.page(who, f"/projects/board/?view=table&stage={kind}-{self.row.code}", title, self.row.label)
