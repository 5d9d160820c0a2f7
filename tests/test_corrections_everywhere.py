"""補正 attacked in all four processes through the pages: two people, two tabs, second presses, old pages; what anybody is told."""

import pytest

from kyodo_portal.notices.models import Notice
from projects.models import Grant
from tests import build
from tests.projects.applications import build as applications
from tests.projects.grants import build as grants
from tests.sent import opened

pytestmark = pytest.mark.django_db
NEW = {"first": "新しい文にしました。", "second": "もう一つも直しました。", "third": "三つめも直しました。"}


class Matter:
    """A matter that was sent. leader: who sends for its group; clerk, colleague: of the city. first, second, third: items of it."""

    first, second, third = "purpose", "place", "title"

    def __init__(self, client_for):
        self.lay()
        self.group, self.office, self.other = client_for(self.leader), client_for(self.clerk), client_for(self.colleague)

    @property
    def now(self):
        return type(self.row)._base_manager.get(pk=self.row.pk)

    def names(self, values):
        return {getattr(self, name): text for name, text in values.items()}

    def key(self, name):
        return self.row.corrections.filter(field=getattr(self, name)).latest("pk").pk

    def step(self, name):
        return self.now.step_url(self.row.process.step(name))

    def press(self, name, client=None, version=None, **said):
        """A staff page's button. version: that of an old page."""
        return (client or self.office).post(
            self.step(name), {"version": self.now.version if version is None else version, **said}
        )

    def ask(self, *names, step="ask_correct", days=14, **more):
        said = {f"why_{getattr(self, name)}": f"{name}を直してください。" for name in names}
        return self.press(step, due=build.days(days).isoformat(), **said, **more)

    def form(self):
        return opened(self.group, f"{self.row.get_absolute_url()}correct/")

    def send(self, fields, client=None):
        return (client or self.group).post(f"{self.row.get_absolute_url()}correct/", fields)

    def written(self, form, **values):
        return {**form, **self.names(values)}

    def answered(self, form, **replies):
        return {**form, **{f"reply_{self.key(name)}": text for name, text in replies.items()}}

    def told(self, who):
        return list(Notice.objects.filter(user=who).order_by("pk").values_list("title", "body"))

    def text(self, name):
        return getattr(self.now, getattr(self, name))

    def outcomes(self):
        return {row.field: row.outcome for row in self.row.corrections.all()}


class Registration(Matter):
    first, second, third = "purpose", "pr", "schedule"

    def lay(self):
        (office, self.clerk), self.leader = build.office("secretariat"), build.user()
        self.colleague = build.user()
        build.join(self.colleague, office)
        self.row = build.registration(self.leader)

    def text(self, name):
        return self.now.payload[getattr(self, name)]


class Application(Matter):
    first, second, third = "summary", "place", "title"

    def lay(self):
        world = applications.World()
        self.leader, self.clerk, self.colleague = world.chair, world.official, world.clerk
        self.row = world.received()


class GrantMatter(Matter):
    def lay(self):
        world = grants.World()
        self.leader, self.clerk, self.colleague = world.leader, world.clerk, world.chief
        row = world.step(world.step(world.draft(), "submit"), "receive")
        self.row = Grant.objects.get(pk=row.pk)


class Proposal(Matter):
    first, second, third = "summary", "title", "starts_on"
    sent = None

    def lay(self):
        body, self.leader, _ = build.group()
        office, self.clerk = build.office("secretariat")
        self.colleague = build.user()
        build.join(self.colleague, office)
        self.row = build.submitted(body, self.leader)

    @property
    def base(self):
        return f"/projects/proposals/{self.row.pk}/"

    def form(self):
        boxes = opened(self.group, f"{self.base}check/")
        return {"idea": opened(self.group, f"{self.base}edit/idea/"), "check": boxes, "said": {}}

    def written(self, form, **values):
        return {**form, "said": self.names(values)}

    def answered(self, form, **replies):
        return {**form, "check": super().answered(form["check"], **replies)}

    def send(self, fields, client=None):
        client = client or self.group
        if fields["said"]:
            answer = client.post(f"{self.base}edit/idea/", {**fields["idea"], **fields["said"], "next": "1"})
            if answer.status_code != 302:
                return answer
        fresh = client.get(f"{self.base}check/")
        if fresh.status_code != 200 or fields.get("old"):
            return client.post(f"{self.base}check/", self.sent or fields["check"])
        boxes = {name: "on" for name in fresh.context["form"].fields if name in ("agreed", "public", "clean")}
        replies = {name: text for name, text in fields["check"].items() if name.startswith("reply_")}
        self.sent = {**opened(client, f"{self.base}check/"), **replies, **boxes}
        return client.post(f"{self.base}check/", self.sent)


EVERY = pytest.mark.parametrize("kind", [Registration, Application, GrantMatter, Proposal])


def page_of(answer):
    return answer.content.decode().replace("<wbr>", "")


@EVERY
def test_several_one_more_one_let_off_one_as_it_is_one_answered(kind, client_for):
    matter = kind(client_for)
    heard = len(matter.told(matter.leader))
    staff = {who: len(matter.told(who)) for who in (matter.clerk, matter.colleague)}
    version = matter.now.version
    assert matter.ask("first", "second").status_code == 302
    assert matter.ask("first", "second", version=version).status_code == 302  # the second press
    assert len(matter.told(matter.leader)) == heard + 1 and matter.row.corrections.count() == 2
    colleague = matter.press(
        "ask_correct",
        client=matter.other,
        version=version,
        due=build.days(7).isoformat(),
        **{f"why_{matter.third}": "ほかの理由"},
    )
    assert colleague.status_code == 409 and "ほかの理由" in page_of(colleague)  # the later one sees its words again
    version = matter.now.version
    for _ in range(2):
        assert matter.ask("third", step="add_correct", version=version).status_code == 302
    assert len(matter.told(matter.leader)) == heard + 2 and matter.row.corrections.count() == 3
    form = matter.form()
    version = matter.now.version
    for _ in range(2):
        answer = matter.press("accept_as_is", version=version, which=[str(matter.key("second"))], remark="読めました。")
        assert answer.status_code == 302
    version = matter.now.version
    dropped = matter.press(
        "drop_correct", client=matter.other, version=version, which=[str(matter.key("third"))], reason="不要でした。"
    )
    assert dropped.status_code == 302 and len(matter.told(matter.leader)) == heard + 4
    # The page from before: nothing of it is lost, and nothing is sent unseen.
    late = matter.send({**matter.written(form, first=NEW["first"], second=NEW["second"]), "old": True})
    said = page_of(late)
    assert matter.now.status == "correcting"
    if kind is not Proposal:
        assert late.status_code == 409 and "市が、直すところを変えました" in said
    assert NEW["second"] in said, "typed at the item that was let off"
    fresh = matter.form()
    if kind is not Proposal:
        assert "まだ直していないところがあります" in page_of(matter.send(fresh))
    done = matter.answered(fresh, first="このとおりです。")
    for _ in range(2):
        assert matter.send(done).status_code == 302
    first = "changed" if kind is Proposal else "answered"  # its page saved what was not let off
    assert matter.outcomes() == {matter.first: first, matter.second: "accepted", matter.third: "dropped"}
    assert len(matter.told(matter.leader)) == heard + 4
    came = {who: len(matter.told(who)) for who in (matter.clerk, matter.colleague)}
    assert {came[who] - staff[who] for who in came} <= {0, 1} and sum(came.values()) > sum(staff.values())
    assert matter.now.status != "correcting"


@EVERY
def test_sent_and_taken_back_in_another_tab_then_withdrawn(kind, client_for):
    matter = kind(client_for)
    matter.ask("first", "second")
    form = matter.form()
    sent = matter.written(matter.answered(form, second="このままです。"), first=NEW["first"])
    assert matter.send(sent).status_code == 302
    assert matter.text("first") == NEW["first"]
    gone = matter.ask("third", step="add_correct")
    assert gone.status_code == 409, gone.status_code
    back = matter.press("undo_correct", client=matter.group, reason="もう一度見ます。")
    assert back.status_code == 302 and matter.now.status == "correcting"
    if kind is not Proposal:  # its pages are saved one by one
        tab = matter.send(sent)  # the tab from which it was sent
        assert tab.status_code == 409 and "この画面から出し直したものは、取りもどされています" in page_of(tab)
        assert "市が、直すところを変えました" not in page_of(tab) and NEW["first"] in page_of(tab)
    once_more = matter.form()
    flat = once_more.get("idea", once_more)
    assert flat[matter.first] == [NEW["first"]]
    boxes = once_more.get("check", once_more)
    assert boxes[f"reply_{matter.key('second')}"] == ["このままです。"]
    which = [str(matter.key("first")), str(matter.key("second"))]
    assert matter.press("drop_correct", which=which, reason="読みちがえました。").status_code == 302
    assert matter.now.status != "correcting" and matter.text("first") != NEW["first"]
    own, desk = build.read(matter.group, matter.row.get_absolute_url()), build.read(matter.office, matter.row.get_absolute_url())
    assert f"送らずにあったもの：{NEW['first']}" in own and NEW["first"] not in desk
    old = matter.send(sent)  # the tab of before the sending
    assert old.status_code == 409
    if kind is not Proposal:  # there the page of the item was saved, once and before
        assert "もう行われています" not in page_of(old)
    assert matter.text("first") != NEW["first"]


@EVERY
def test_after_the_day_it_is_still_taken_and_a_withdrawn_matter_asks_nothing(kind, client_for):
    matter = kind(client_for)
    matter.ask("first", days=1)
    matter.row.corrections.update(due=build.days(-2))
    page = build.read(matter.group, matter.row.get_absolute_url())
    assert "2日すぎています" in page
    form = matter.form()
    withdrawn = matter.press("withdraw", client=matter.group, reason="やめます。")
    assert withdrawn.status_code == 302, page_of(withdrawn)
    late = matter.send(matter.written(form, first=NEW["first"]))
    assert late.status_code == 409 and matter.text("first") != NEW["first"]
    desk = build.read(matter.office, matter.row.get_absolute_url())
    assert "まだ直っていません" not in desk
    again = matter.press("drop_correct", which=[str(matter.key("first"))], reason="不要")
    assert again.status_code == 409
