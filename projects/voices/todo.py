"""Who has to do what with a voice and with a topic."""

from kyodo_portal.process.task_rows import TaskFacts

from .access import coordinators_bodies
from .workflow import COORD, DEPT, OFFICE, WRITER


def tasks_of_voices(voices):
    """[TaskFacts] of these voices. One query. They carry the number only: the title of a task stands in mails."""
    bodies = [f"p{body.pk}" for body in coordinators_bodies()]
    return [_of_voice(voice, bodies) for voice in voices]


def _of_voice(voice, bodies):
    office = [f"p{voice.routed_to_id}"] if voice.routed_to_id else []
    own = {f"u{voice.by_id}"} if voice.by_id else set()  # whoever said it does not judge it
    return TaskFacts(
        voice,
        str(voice),
        {WRITER: [f"u{voice.by_id}"] if voice.by_id else [], OFFICE: ["s"], COORD: bodies, DEPT: office},
        offices=voice.routed_to.public_name if voice.routed_to_id else "",
        involved=_readers([voice.routed_to_id], bodies if voice.may("accompany") else ()),
        not_for={OFFICE: own, COORD: own, DEPT: own},
        is_sample=voice.is_sample,
    )


def _readers(offices, bodies):
    """The words of offices and coordinators' bodies whose people open the page: the board links it for them."""
    return (*(f"o{pk}" for pk in offices if pk), *(f"o{word[1:]}" for word in bodies))


def tasks_of_topics(topics):
    """[TaskFacts] of these topics. One query."""
    bodies = [f"p{body.pk}" for body in coordinators_bodies()]
    return [
        TaskFacts(
            topic,
            topic.title,
            {OFFICE: ["s"], COORD: bodies, DEPT: [f"p{topic.department_id}"] if topic.department_id else []},
            offices=topic.department.public_name if topic.department_id else "",
            involved=_readers([topic.department_id], bodies),
            public_url=topic.get_absolute_url() if topic.is_public else "",
            is_sample=topic.is_sample,
        )
        for topic in topics
    ]
