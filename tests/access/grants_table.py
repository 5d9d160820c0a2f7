"""Who may open which address of grants. As in table.py."""

from .rows import Row, everybody

GRANTS_TABLE = {
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "grant-schemes": [everybody()],
    "grant-scheme": [
        everybody(subject="shown_scheme"),
        Row("404  404   404    404     404     200   404    200       200", subject="scheme_in_preparation"),
    ],
}
