"""Page classes of single sites: what they define wins over the rules."""

from web_poet import field, handle_urls

from newsspider.poet import ArticlePage


@handle_urls("news.example")
class NewsExamplePage(ArticlePage):
    """Articles of news.example."""

    @field
    def articleSection(self) -> str | None:  # noqa: N802  (the field's name)
        """Return the section, which stands in the menu alone."""
        section: str | None = self.css("nav a::text").get()
        return section
