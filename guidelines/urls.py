"""Addresses under /guidelines/: each room keeps its own list. The library's comes last: any word there is a guideline's name."""

from guidelines.advice.urls import urlpatterns as advice
from guidelines.cases.urls import urlpatterns as cases
from guidelines.comparison.urls import urlpatterns as comparison
from guidelines.library.urls import urlpatterns as library
from guidelines.terms.urls import urlpatterns as terms

urlpatterns = [*comparison, *terms, *cases, *advice, *library]
