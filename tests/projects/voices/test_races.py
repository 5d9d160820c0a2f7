"""「わたしも」 twice at once is one; two who gather one voice at once gather it once."""

from projects.models import MeToo
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
