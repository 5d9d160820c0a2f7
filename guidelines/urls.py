from django.urls import path

from guidelines.advice import form_views as forms
from guidelines.advice import help_views as help
from guidelines.cases import views as cases
from guidelines.comparison import views as comparison
from guidelines.library import views as library
from guidelines.terms import views as terms

urlpatterns = [
    path("", library.library, name="guidelines"),
    path("pictures/<int:pk>/", library.picture, name="guideline-picture"),
    path("compare/", comparison.compare, name="guideline-compare"),
    path("terms/", terms.index, name="guideline-terms"),
    path("terms/<slug:key>/", terms.term, name="guideline-term"),
    path("cases/", cases.case_list, name="guideline-cases"),
    path("cases/<slug:slug>/<slug:key>/", cases.case, name="guideline-case"),
    path("forms/", forms.choose_form, name="guideline-forms"),
    path("forms/<slug:slug>/<slug:key>/", forms.form, name="guideline-form"),
    path("help/", help.troubles, name="guideline-help"),
    path("help/<slug:key>/", help.trouble, name="guideline-trouble"),
    path("<slug:slug>/", library.guideline, name="guideline"),
    path("<slug:slug>/print/", library.whole, name="guideline-print"),
    path("<slug:slug>/<int:number>/", library.chapter, name="guideline-chapter"),
]
