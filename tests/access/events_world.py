"""What the rows of the access table speak of where partners hold events: what dantai's group holds."""

from tests import build

from .world import own_group


def event_of_dantai(who):
    return [build.event(own_group(who)).pk]


def draft_event_of_dantai(who):
    return [build.event(own_group(who), published_at=None).pk]
