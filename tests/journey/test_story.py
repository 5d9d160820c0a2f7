"""The story through HTTP."""

from .story import Story


def test_the_story_from_reading_to_the_next_year(city):
    story = Story(city)
    for chapter in Story.chapters:
        getattr(story, chapter)()
