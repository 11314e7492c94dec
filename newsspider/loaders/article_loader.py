"""ArticleLoader: an item loader that cleans as the fields are declared, and chooses among candidates."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from itemadapter import ItemAdapter
from itemloaders.common import wrap_loader_context
from itemloaders.processors import Identity, TakeFirst
from scrapy.http import Response, TextResponse
from scrapy.loader import ItemLoader
from scrapy.selector import Selector

from newsspider.body import Body
from newsspider.body.given import body_of_html, html_of_text
from newsspider.content_types import other_kind
from newsspider.errors import FieldError, PageError
from newsspider.fields import FIELDS, Candidate, Field, PageFacts
from newsspider.fields.registry import article_class
from newsspider.fields.values import values_of
from newsspider.http import context_of
from newsspider.items import Article, feed_form
from newsspider.loaders.added import Added, asks_for_page, by_processor, listed, not_taken, warn_if_no_date
from newsspider.loaders.item_classes import check_names, filled, is_made_empty, made
from newsspider.loaders.page_reading import CONTEXT_KEYS, KnownPage, check_known, warn_of_misspelt
from newsspider.page import Page
from newsspider.processors.text import paragraphs_and_lines
from newsspider.processors.words import count_words

_ARTICLE_FIELDS = frozenset(field.name for field in fields(Article))
_BODY_FIELDS = ("articleBody", "articleBodyHtml")


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, (str, list, tuple)) and not value)


def _warn_of_nothing(item: Any, values: Mapping[str, Any]) -> None:
    """Warn, once, of a class of items that has a field for none of the values that were found."""
    if isinstance(item, dict) or not values or not values.keys().isdisjoint(ItemAdapter(item).field_names()):
        return
    warnings.warn(
        f"{type(item).__name__} has none of the fields that were found ({', '.join(values)}). "
        "A loader fills fields of these names only; NEWSSPIDER_FIELD_NAMES is for pipelines",
        stacklevel=3,
    )


class _DeclaredProcessors(type):
    """Gives a loader class processors `NAME_in` and `NAME_out` for each declared field, to build on."""

    fields: Mapping[str, Field]

    def __getattr__(cls, name: str) -> Any:
        field = cls.fields.get(name.removesuffix("_in").removesuffix("_out"))
        if field is None or not name.endswith(("_in", "_out")):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        return field.clean_any if name.endswith("_in") else field.join_values


class ArticleLoader(ItemLoader, metaclass=_DeclaredProcessors):
    """Loads an Article: values added by CSS, XPath or hand get the same cleaning as those that rules find.

    A value is read when it is added. If it is not clear what it means, a ValueError names the field; if the item
    has no such field, a KeyError names the nearest. Values are cleaned when the item, or a value, is asked for.
    Cleaning uses the page's language, the way its country writes dates, the base of its URLs, and the time when it
    was fetched. The page is that of `extract(response, loader=loader)`, or else that of the loader's `response`,
    which is read only if a value needs it. What you give the loader itself comes first: `language` (BCP 47),
    `country` (ISO 3166), `captured` (aware datetime), `base_url`.

    A field that has a value keeps it, and `extract(response, loader=loader)` fills in the others. A subclass may
    have processors of its own, `headline_in` or `headline_out`, as with every item loader. `fields` holds the
    declarations by which the loader finds and cleans values: see newsspider.fields.registry. Items of other
    classes (dict, scrapy.Item, dataclasses, attrs, pydantic) get plain values for the fields that they have.

    >>> loader = ArticleLoader()
    >>> loader.add_value("headline", "  Storm hits\\n coast ").load_item().headline
    'Storm hits coast'
    """

    default_item_class: type = Article
    default_input_processor = Identity()
    default_output_processor = TakeFirst()
    fields: Mapping[str, Field] = FIELDS

    def __init__(
        self,
        item: Any = None,
        selector: Selector | None = None,
        response: TextResponse | None = None,
        parent: ItemLoader | None = None,
        *,
        fields: Mapping[str, Field] | None = None,
        **context: Any,
    ) -> None:
        above = parent if isinstance(parent, ArticleLoader) else None
        if fields is not None:
            self.fields = fields
        elif above is not None:
            self.fields = above.fields
        elif response is not None and self.fields is FIELDS:
            self.fields = context_of(response).fields or FIELDS
        check_known(context)
        warn_of_misspelt(context)
        if isinstance(item, Response):
            raise TypeError("a response is no item: ArticleLoader(response=response)")
        self._has_own_item = item is not None
        self._unmade_class: type | None = None  # of items that have to be given values
        if item is None:
            self._choose_item_class()
        self._above = above
        self._page: KnownPage
        super().__init__(item=item, selector=selector, response=response, parent=parent, **context)
        self._is_plain = type(self) is ArticleLoader
        self.sources: dict[str, str] = {} if above is None else above.sources
        if above is not None:
            self.context.update(dict.fromkeys(CONTEXT_KEYS), **above._root._page.given(self.context))
            return
        self._makes_article = type(self.item) is Article
        self._received: dict[str, list[Added]] = {}
        # Fields that a spider gave a value, as opposed to those that rules found.
        self._given_names = {name for name, values in self._values.items() if values}
        # Without a response, extract() may still bring a project's declarations, and with them its fields.
        self._knows_names = response is not None or not self._makes_article or self._has_own_item
        self._page = KnownPage(self.context)
        self._completed: tuple[Any, ...] = ()

    @property
    def _root(self) -> ArticleLoader:
        """The loader that is nested in no other; an attribute would keep pages until garbage is collected."""
        return self if self._above is None else self._above._root

    def _choose_item_class(self) -> None:
        kind: type = self.default_item_class
        if kind is Article:
            self.default_item_class = article_class(self.fields)
        elif kind is not dict and not is_made_empty(kind):
            self._unmade_class, self.default_item_class = kind, dict

    def adopt_fields(self, fields: Mapping[str, Field] | None) -> None:
        """Find and clean by a project's declarations, where the loader has none of its own."""
        if fields is None or self.fields is not FIELDS:
            return
        self.fields = fields
        if self._makes_article and not self._has_own_item:
            self._local_item = article_class(fields)()
            self._makes_article = type(self.item) is Article

    # Processors, as ItemLoader asks for them.

    def get_input_processor(self, field_name: str) -> Callable[..., Any]:
        """Return what cleans a field's values: the loader's own processor, else what its declaration says."""
        field = self._declared(field_name, "in")
        if field is not None:
            return field.clean_any
        # An Article's fields name no processors.
        is_default = self._root._makes_article and not hasattr(self, f"{field_name}_in")
        return self.default_input_processor if is_default else super().get_input_processor(field_name)

    def get_output_processor(self, field_name: str) -> Callable[..., Any]:
        """Return what makes a field's value of what was collected, as get_input_processor() does."""
        field = self._declared(field_name, "out")
        return field.join_values if field is not None else super().get_output_processor(field_name)

    def _get_item_field_attr(self, field_name: str, key: Any, default: Any = None) -> Any:
        try:
            return super()._get_item_field_attr(field_name, key, default)
        except KeyError:
            check_names(self.item, [field_name])  # which names the nearest
            raise

    def _declared(self, name: str, suffix: str) -> Field | None:
        """Return a field's declaration, None where a subclass has a processor of its own in its place."""
        return None if hasattr(self, f"{name}_{suffix}") else self.fields.get(name)

    # Values that a spider adds.

    def _add_value(self, field_name: str, value: Any) -> None:
        root = self._root
        if root._knows_names and field_name not in root._given_names:
            check_names(root._unmade_class or root.item, [field_name])
        root._given_names.add(field_name)
        if field_name in ("inLanguage", "url"):  # what others are read by
            root._page.is_known = False
        field = self._declared(field_name, "in")
        if field is None and not hasattr(self, f"{field_name}_in"):
            super()._add_value(field_name, value)
            return
        values = listed(field_name, value)
        if field is not None:
            try:
                values = values_of(values, field.form)
            except Exception as error:
                raise not_taken(field_name, value, error) from error
            process: Any = field.clean_given_values
        else:
            process = by_processor(self.get_input_processor(field_name))
        added = Added(field_name, values, process, dict(self.context), root._page.given(self.context))
        if field is None:  # as in every item loader it runs when a value comes
            added.clean(self._known_for(field_name))
        root._received.setdefault(field_name, []).append(added)

    def _replace_value(self, field_name: str, value: Any) -> None:
        self._root._received.pop(field_name, None)
        super()._replace_value(field_name, value)

    def get_collected_values(self, field_name: str) -> list[Any]:
        """Return a field's values, cleaned as its page has it."""
        values = self._values.get(field_name, [])
        received = self._root._received.get(field_name)
        if not received:
            return values
        known = self._known_for(field_name)
        found = [value for added in received for value in added.clean(known)]
        field = self._declared(field_name, "in")
        if field is not None and field.form.is_list and len(received) > 1:
            found = field.clean_values(found, known)  # what was added twice is there once
        return [*values, *found]

    def get_output_value(self, field_name: str) -> Any:
        """Return a field's value, made of all that was collected."""
        values = self.get_collected_values(field_name)
        field = self._declared(field_name, "out")
        if field is not None:
            return field.join_values(values)
        processor = wrap_loader_context(self.get_output_processor(field_name), self.context)
        try:
            return processor(values)
        except Exception as error:
            raise not_taken(field_name, values, error) from error

    def _known_for(self, name: str) -> Mapping[str, Any]:
        """Return what cleaning a field has to know of the page, which is read only if it asks for it."""
        root = self._root
        field = self._declared(name, "in")
        asks = field.asks_for_page if field is not None else asks_for_page(self.get_input_processor(name))
        if asks and not root._page.is_known:
            root._page.learn(root._own_value, self.fields.get("inLanguage"))
        return root.context

    def _own_value(self, name: str) -> str | None:
        """Return a text that a spider gave to a field."""
        value = self.get_output_value(name) if name in self._given_names else None
        return value if isinstance(value, str) else None

    def captured_at(self, response: Response) -> datetime | None:
        """Return when a response was fetched: what the loader was told, else what was noted of the response."""
        return self._page.captured_at(response)

    def page_and_body(self, response: TextResponse, captured: datetime | None) -> tuple[Page, Body]:
        """Return a response's page and body, not read again if they were. Raises PageError as extract() does."""
        return self._page.page_and_body(response, captured)

    # Selectors, as ItemLoader asks for them.

    def _get_cssvalues(self, *args: Any, **kwargs: Any) -> list[Any]:
        self._check_is_markup()
        found: list[Any] = super()._get_cssvalues(*args, **kwargs)
        return found

    def _get_xpathvalues(self, *args: Any, **kwargs: Any) -> list[Any]:
        self._check_is_markup()
        found: list[Any] = super()._get_xpathvalues(*args, **kwargs)
        return found

    def _check_is_markup(self) -> None:
        """Raise PageError, as extract() does, where the loader's response has nothing to select elements in."""
        response = self.context.get("response")
        if response is not None and (self.selector is None or getattr(self.selector, "type", "") == "json"):
            kind = other_kind(response.body) or "not HTML"
            raise PageError("not-html", f"{kind}: it has no elements that a selector could select")

    # The item.

    def load_item(self) -> Any:
        """Return the item with what was collected; one of another class than Article gets plain values.

        Raises KeyError where a field was added that the item does not have, to a loader that had no response yet;
        ValueError where its class does not take a value.
        """
        if self._root is not self:
            return self._root.load_item()
        if self._given_names:
            check_names(self.item, self._given_names)
        if self._given_names and isinstance(self.item, Article):
            self._complete_body()
        names = dict.fromkeys((*self._values, *self._received))
        values = {name: value for name in names if not _is_nothing(value := self.get_output_value(name))}
        for name in self._received.keys() - values.keys():
            warn_if_no_date(self._declared(name, "in"), self._received[name])
        if self._makes_article and _ARTICLE_FIELDS.issuperset(values):  # which needs no adapter
            for name, value in values.items():
                setattr(self.item, name, value)
            return self.item
        if not isinstance(self.item, Article):
            values = {name: form for name, value in values.items() if (form := feed_form(value)) is not None}
        optional = values.keys() - self._given_names
        if self._unmade_class is not None:
            return made(self._unmade_class, values, optional)
        _warn_of_nothing(self.item, values)
        self._local_item = filled(self.item, values, optional)
        return self._local_item

    def set_default(self, name: str, value: Any, source: str | None = None) -> None:
        """Give a field a value as it is, where it has none."""
        if value is not None and name not in self._given_names:
            self._values[name] = [value]
            if source is not None:
                self.sources[name] = source

    def _complete_body(self) -> None:
        """Make of a body that a spider added what belongs to it: its text, its HTML, the number of its words."""
        text, html = map(self._own_value, _BODY_FIELDS)
        if (text, html) == self._completed or not (text or html):
            return
        self._completed = (text, html)
        if text is None and html is not None:
            body = body_of_html(html)
            texts = [paragraphs_and_lines(body.text or "")] if body else []
            text = self.fields["articleBody"].join_values(texts) if body else None
            self.set_default("articleBody", text, "articleBodyHtml")
        elif html is None and text is not None:
            self.set_default("articleBodyHtml", html_of_text(text), "articleBody")
        if text:
            self.set_default("wordCount", count_words(text), "articleBody")

    # Candidates of rules.

    def add_candidates(self, name: str, candidates: Iterable[Candidate[Any]]) -> Candidate[Any] | None:
        """Return the first candidate of which the field's cleaning leaves something, added to the field.

        Its source is kept in `sources`. A field that holds a value already keeps it, and its source is "loader".
        """
        return self._choose(name, candidates)[0]

    def _choose(self, name: str, candidates: Iterable[Candidate[Any]]) -> tuple[Candidate[Any] | None, Any]:
        """Return the chosen candidate, None where none was needed or none is left, and the field's value."""
        if self._values.get(name) or name in self._received:
            if self._values.get(name) or self.get_collected_values(name):
                self.sources.setdefault(name, "loader")
                return None, self.get_output_value(name)
            # Nothing is left of it.
            warn_if_no_date(self._declared(name, "in"), self._received.pop(name))
        for candidate in candidates:
            value = self._added(name, candidate.value)
            if not _is_nothing(value):
                self.sources[name] = candidate.source
                return candidate, value
        return None, None

    def _added(self, name: str, value: Any) -> Any:
        """Return what a field becomes with a rule's value added.

        Item loaders find the processors anew, and ask each what it takes: where a field is cleaned as it is
        declared that is known, and saves a tenth of the time that all fields take.
        """
        field = self.fields.get(name)
        if field is None or not self._cleans_as_declared(name):
            super()._add_value(name, value)
            return self.get_output_value(name)
        cleaned = field.clean_values(value, self.context)
        if not cleaned:
            return None
        self._values[name] = cleaned
        return field.join_values(cleaned)

    def _cleans_as_declared(self, name: str) -> bool:
        if self._is_plain:
            return True
        is_own = hasattr(self, f"{name}_in") or hasattr(self, f"{name}_out")
        return not is_own and bool(self.fields[name].clean)

    def add_fields(self, fields: Mapping[str, Field], facts: PageFacts) -> None:
        """Add to each of `fields` the first of its rule's candidates that cleaning leaves something of.

        Fields that hold a value keep it. What is chosen is written into `facts`, where the rules behind it see it.
        """
        self.fields = fields
        self._page.note_facts(facts)
        for name, field in fields.items():
            if field.rule is None:
                continue
            try:
                candidate, facts.chosen[name] = self._choose(name, field.rule(facts))
            except (PageError, FieldError):
                raise
            except Exception as error:
                raise FieldError(name, f"in the field {name}: {type(error).__name__}: {error}") from error
            if name == "inLanguage":
                # Names and dates are read in the page's language.
                self._page.note_language(facts.chosen[name], is_given=name in self._given_names)
                if self._given_names:
                    self._complete_body()
            elif candidate is not None and field.raw_field is not None:
                self._added(field.raw_field, candidate.raw)

    def cleaning_steps(self, name: str, value: Any) -> Iterator[tuple[str, Any]]:
        """Yield the name of each step of a field's cleaning, and what the field would be after it."""
        field, join = self._declared(name, "in"), self.get_output_processor(name)
        if field is None:
            yield f"{name}_in", join(self._process_input_value(name, value))
        else:
            yield from ((step, join(cleaned)) for step, cleaned in field.cleaning_steps(value, self.context))
