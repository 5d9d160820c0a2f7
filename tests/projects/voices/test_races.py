"""「わたしも」 twice at once is one; two who gather one voice at once gather it once; of two topics one goes into the other."""

from kyodo_portal.process.actions import take_step
from projects.models import MeToo, Topic
from projects.voices.topic_actions import say_me_too
from tests import build
from tests.races import ON_POSTGRESQL, ends

from .build import World

pytestmark = ON_POSTGRESQL


def test_the_same_person_and_the_same_browser_press_once():
    world = World()
    person = build.user()
    works = [lambda: say_me_too(world.topic, user=person) for _ in range(4)]
    works += [lambda: say_me_too(world.topic, token="browser", line="test") for _ in range(4)]
    assert ends(*works) == ["done"] * 8
    assert MeToo.objects.filter(user=person).count() == MeToo.objects.filter(user=None).count() == 1


def test_a_voice_is_gathered_once():
    world = World()
    voice = world.voice(may_show=True)
    other = world.open(world.draft("ほかの話"))
    works = [lambda topic=topic: world.gather(voice, topic=topic) for topic in (world.topic, other)]
    assert ends(*works) == ["Stale", "done"]
    assert world.topic.voices.count() + other.voices.count() == 1


def test_two_topics_that_are_merged_into_each_other_at_once_do_not_wait_for_each_other():
    world = World()
    one, other = world.topic, world.open(world.draft("ほかの話"))
    works = [
        lambda gone=gone, into=into: take_step(gone, "merge", by=world.clerk, version=gone.version, into=into)
        for gone, into in ((one, other), (other, one))
    ]
    assert ends(*works) in (["ValidationError", "done"], ["ValidationError", "ValidationError"])  # both held the own one first
    assert Topic.objects.exclude(merged_into=None).count() <= 1
