from django.urls import path

from .views import comparison, library, terms

urlpatterns = [
    path("", library.library, name="guidelines"),
    path("pictures/<int:pk>/", library.picture, name="guideline-picture"),
    path("compare/", comparison.compare, name="guideline-compare"),
    path("terms/", terms.index, name="guideline-terms"),
    path("terms/<slug:key>/", terms.term, name="guideline-term"),
    path("<slug:slug>/", library.guideline, name="guideline"),
    path("<slug:slug>/print/", library.whole, name="guideline-print"),
    path("<slug:slug>/<int:number>/", library.chapter, name="guideline-chapter"),
]
