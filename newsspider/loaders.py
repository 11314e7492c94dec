"""ArticleLoader: an item loader that cleans as the fields are declared, and chooses among candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from itemloaders.processors import Identity, TakeFirst
from scrapy.loader import ItemLoader

from newsspider.fields import FIELDS, Candidate, Field, PageFacts
from newsspider.fields.registry import article_class
from newsspider.items import Article

_ARTICLE_FIELDS = frozenset(field.name for field in fields(Article))


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, (str, list, tuple)) and not value)


class _DeclaredProcessors(type):
    """Gives a loader class processors `NAME_in` and `NAME_out` for each declared field, to build on."""

    fields: Mapping[str, Field]

    def __getattr__(cls, name: str) -> Any:
        field = cls.fields.get(name.removesuffix("_in").removesuffix("_out"))
        if field is None or not name.endswith(("_in", "_out")):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        return field.clean_values if name.endswith("_in") else field.join_values


class ArticleLoader(ItemLoader, metaclass=_DeclaredProcessors):
    """Loads an Article: values added by CSS, XPath or hand get the same cleaning as those that rules find.

    A field that already holds a value is left to it: `extract(response, loader=loader)` fills the others in.
    The context's keys: `language` (BCP 47), `country` (ISO 3166), `captured` (aware datetime), `base_url`.
    A subclass may have processors of its own, `headline_in` or `headline_out`, as with every item loader; `fields`
    are the declarations by which it finds and cleans: see newsspider.fields.registry.

    >>> loader = ArticleLoader()
    >>> loader.add_value("headline", "  Storm hits\\n coast ").load_item().headline
    'Storm hits coast'
    """

    default_item_class = Article
    default_input_processor = Identity()
    default_output_processor = TakeFirst()
    fields: Mapping[str, Field] = FIELDS

    def __init__(
        self, item: Article | None = None, *, fields: Mapping[str, Field] | None = None, **context: Any
    ) -> None:
        if fields is not None:
            self.fields = fields
        if self.default_item_class is Article:
            self.default_item_class = article_class(self.fields)
        super().__init__(item=item, **context)
        self.sources: dict[str, str] = {}
        self._makes_article = type(self.item) is Article

    def get_input_processor(self, field_name: str) -> Callable[..., Any]:
        """Return what cleans a field's values: the loader's own processor, else what its declaration says."""
        field = self._declared(field_name, "in")
        if field is not None and field.clean:
            return field.clean_values
        # An Article's fields name no processors.
        is_default = self._makes_article and not hasattr(self, f"{field_name}_in")
        return self.default_input_processor if is_default else super().get_input_processor(field_name)

    def get_output_processor(self, field_name: str) -> Callable[..., Any]:
        """Return what makes a field's value of what was collected, as get_input_processor() does."""
        field = self._declared(field_name, "out")
        return field.join_values if field is not None else super().get_output_processor(field_name)

    def _declared(self, name: str, suffix: str) -> Field | None:
        """Return a field's declaration, None where a subclass has a processor of its own in its place."""
        return None if hasattr(self, f"{name}_{suffix}") else self.fields.get(name)

    def load_item(self) -> Any:
        """Return the item with what was collected, as ItemLoader does; an Article needs no adapter."""
        if not self._makes_article or not _ARTICLE_FIELDS.issuperset(self._values):
            return super().load_item()
        for field in tuple(self._values):
            value = self.get_output_value(field)
            if value is not None:
                setattr(self.item, field, value)
        return self.item

    def add_candidates(self, name: str, candidates: Iterable[Candidate[Any]]) -> Candidate[Any] | None:
        """Return the first candidate of which the field's cleaning leaves something, added to the field.

        Its source is kept in `sources`. A field that holds a value already keeps it, and its source is "loader".
        """
        if self.get_collected_values(name):
            self.sources.setdefault(name, "loader")
            return None
        for candidate in candidates:
            self.add_value(name, candidate.value)
            if not _is_nothing(self.get_output_value(name)):
                self.sources[name] = candidate.source
                return candidate
        return None

    def add_fields(self, fields: Mapping[str, Field], facts: PageFacts) -> None:
        """Add to each of `fields` the first of its rule's candidates that cleaning leaves something of.

        Fields that hold a value keep it. What is chosen is written into `facts`, where the rules behind it see it.
        """
        self.fields = fields
        self.context.update(captured=facts.captured, base_url=facts.page.base_url, country=facts.country)
        for name, field in fields.items():
            if field.rule is None:
                continue
            candidate = self.add_candidates(name, field.rule(facts))
            facts.chosen[name] = self.get_output_value(name)
            if name == "inLanguage":
                # Names and dates are read in the page's language.
                self.context["language"] = facts.chosen[name]
            elif candidate is not None and field.raw_field is not None:
                self.add_value(field.raw_field, candidate.raw)

    def cleaning_steps(self, name: str, value: Any) -> Iterator[tuple[str, Any]]:
        """Yield the name of each step of a field's cleaning, and what the field would be after it."""
        field, join = self._declared(name, "in"), self.get_output_processor(name)
        if field is None:
            yield f"{name}_in", join(self._process_input_value(name, value))
        else:
            yield from ((step, join(cleaned)) for step, cleaned in field.cleaning_steps(value, self.context))
