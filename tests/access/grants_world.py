"""What the rows of the access table speak of in grants: schemes of tanto's office."""

from tests.projects.grants.build import rule, scheme

from .world import group_of


def shown_scheme(who):
    return [rule(scheme(group_of(who["tanto"]))).scheme_id]


def scheme_in_preparation(who):
    return [rule(scheme(group_of(who["tanto"])), is_public=False).scheme_id]
