"""Who may open which address of what one follows, of feeds and of calendars. As in table.py."""

from .rows import Row, everybody, signed_in

FOLLOWING_TABLE = {
    # ---- what one follows and one's own calendar: each their own; what became public is everybody's --------------
    #            anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "news": [everybody()],
    "feed": [everybody(subject="feed_of_projects"), everybody(404, subject="feed_that_is_none")],
    "calls-ics": [everybody()],
    "neighbourhood": [everybody()],
    "follow": [
        signed_in(subject="key_of_dantai"),
        signed_in(404, subject="key_that_is_none"),
        signed_in(302, subject="key_of_dantai", method="POST"),
    ],
    "me-following": [signed_in()],
    "stop-following": [everybody(subject="stop_word_of_jumin"), everybody(404, subject="word_that_is_none")],
    "own-calendar": [Row("302  200   200    200     200     404   200    404       404")],
    "own-ics": [
        everybody(subject="calendar_of_jumin"),
        everybody(404, subject="calendar_of_tanto"),
        everybody(404, subject="word_that_is_none"),
    ],
}
