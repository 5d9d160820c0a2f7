"""sitemap.xml: public pages only, out of the same scopes as the lists."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from guidelines.models import CaseStudy, Chapter, CollaborationForm, Guideline, Term
from partners.models import Partner
from projects.models import Call, Project


class Pages(Sitemap):
    def items(self):
        return [
            "home",
            "welcome-en",
            "welcome-easy",
            "guidelines",
            "guideline-compare",
            "guideline-terms",
            "guideline-cases",
            "guideline-forms",
            "guideline-help",
            "partners",
            "projects",
            "calls",
            "procedure",
            "policy-accessibility",
            "policy-privacy",
            "policy-terms",
            "open-data",
        ]

    def location(self, item):
        return reverse(item)


class Guidelines(Sitemap):
    def items(self):
        return Guideline.objects.published().order_by("pk")


class Chapters(Sitemap):
    def items(self):
        return Chapter.objects.filter(guideline__in=Guideline.objects.published()).select_related("guideline").order_by("pk")


class Terms(Sitemap):
    """One page for every word, however many cities explain it."""

    def items(self):
        return Term.objects.published().order_by("key").values_list("key", flat=True).distinct()

    def location(self, item):
        return reverse("guideline-term", args=[item])


class Cases(Sitemap):
    def items(self):
        return CaseStudy.objects.published().select_related("guideline").order_by("pk")


class Forms(Sitemap):
    def items(self):
        return CollaborationForm.objects.published().select_related("guideline").order_by("pk")


class Partners(Sitemap):
    def items(self):
        return Partner.objects.published().order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Projects(Sitemap):
    def items(self):
        return Project.objects.published().order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Calls(Sitemap):
    def items(self):
        return Call.objects.published().order_by("pk")


SITEMAPS = {
    "pages": Pages,
    "guidelines": Guidelines,
    "chapters": Chapters,
    "terms": Terms,
    "cases": Cases,
    "forms": Forms,
    "partners": Partners,
    "projects": Projects,
    "calls": Calls,
}
