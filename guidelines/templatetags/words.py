"""Words with links to their meanings in a chapter, and how documents are called beside each other."""

from django import template

from guidelines.library import naming
from guidelines.library.glossary import link_terms
from kyodo_portal.common.text import markdown

register = template.Library()
register.filter("city_of", naming.city_of)
register.filter("issue_of", naming.issue_of)
register.filter("edition_of", naming.edition_of)
register.filter("address_of", naming.address_of)


@register.filter
def short(text, length=120):
    """The words of a Markdown text on one line."""
    return markdown.plain_text(text, length)


@register.tag
def wordlinks(parser, token):
    """{% wordlinks words %}…{% endwordlinks %}: what is drawn inside, with its first words linked, and their meanings below it."""
    _, words = token.split_contents()
    inside = parser.parse(("endwordlinks",))
    parser.delete_first_token()
    return WordLinks(parser.compile_filter(words), inside)


class WordLinks(template.Node):
    def __init__(self, words, nodelist):
        self.words, self.nodelist = words, nodelist

    def render(self, context):
        html, used = link_terms(str(self.nodelist.render(context)), self.words.resolve(context, ignore_failures=True) or [])
        if not used:
            return html
        box = context.template.engine.get_template("guidelines/library/parts/words.html")
        with context.push(linked=used):
            return html + box.render(context)
