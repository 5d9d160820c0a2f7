"""What the rows of the access table speak of where somebody follows something, or reads the own calendar by its key."""

from kyodo_portal.notices.follow_actions import make_calendar_key, stop_token

from .world import own_group


def feed_of_projects(who):
    return ["projects"]


def feed_that_is_none(who):
    return ["users"]


def key_of_dantai(who):
    return [f"partner:{own_group(who).pk}"]


def key_that_is_none(who):
    return ["user:1"]


def stop_word_of_jumin(who):
    return [stop_token(who["jumin"])]


def word_that_is_none(who):
    return ["WzFd:abc"]


def calendar_of_jumin(who):
    return [make_calendar_key(who["jumin"])]


def calendar_of_tanto(who):
    return [make_calendar_key(who["tanto"])]
