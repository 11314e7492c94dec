"""A field of an article, declared once: how it is found, cleaned, corrected, written and documented.

From the declarations come the processors of ArticleLoader, the order of the rules, what corrections accept, the
feed's JSON Schema, the columns of CSV and Parquet, and the table in docs/fields.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from itemloaders.utils import arg_to_iter

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.forms import Form
from newsspider.fields.values import shown_value, values_of

Rule: TypeAlias = Callable[[PageFacts], Iterator[Candidate[Any]]]
# Of an item loader: language, country, captured, base_url; days is a function that returns those a page names.
Context: TypeAlias = Mapping[str, Any]

# What a page's own article in its linked data is called as a source, by syntax.
LINKED_DATA = "`json-ld`, `json-ld:WebPage`, `microdata`, `microdata:WebPage`"
# What a cleaning function has to know of the page: its parameter -> the key of the loader's context.
BASE_URL: Mapping[str, str] = {"base": "base_url"}
LANGUAGE: Mapping[str, str] = {"language": "language"}
DATE_READING: Mapping[str, str] = {"language": "language", "country": "country", "captured": "captured"}
DAY_READING: Mapping[str, str] = {**DATE_READING, "days": "days"}


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """A step of cleaning: a function of one value, whose None leaves the value out."""

    function: Callable[..., Any]
    context_args: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, values: Sequence[Any], context: Context) -> list[Any]:
        """Return the values that the function makes of `values`, those that are None aside."""
        if not self.context_args:
            return [clean for clean in map(self.function, values) if clean is not None]
        known = {name: context.get(key) for name, key in self.context_args.items()}
        return [clean for value in values if (clean := self.function(value, **known)) is not None]


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """A step of cleaning: a function of all values of a field."""

    function: Callable[..., Any]
    context_args: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, values: Sequence[Any], context: Context) -> list[Any]:
        """Return the values that the function makes of `values`."""
        return list(self.function(values, **{name: context.get(key) for name, key in self.context_args.items()}))


def first_value(values: Sequence[Any]) -> Any:
    """Return the first value that is one, as itemloaders' TakeFirst does.

    >>> first_value([None, "", False, 1])
    False
    """
    for value in values:
        if value is not None and value != "":
            return value
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field's declaration. Rules run in the order of the declarations, and see what was chosen before."""

    name: str
    rule: Rule | None = None  # None: made of other fields
    clean: Sequence[Each | Together] = ()
    clean_given: Sequence[Each | Together] = ()  # before `clean`, of values that no rule made
    join: Callable[[Sequence[Any]], Any] | None = None  # of the cleaned values; None: by the form
    form: Form
    raw_field: str | None = None  # the field that holds the value as written
    description: str = ""  # in the JSON Schema
    # What docs/fields.md says: the form, the sources in order, and what cannot be told.
    doc_form: str
    sources: str = ""
    limits: str = ""

    @property
    def asks_for_page(self) -> bool:
        """Whether cleaning has to know of the page that a value is from."""
        return any(step.context_args for step in (*self.clean_given, *self.clean))

    def clean_values(self, values: Any, loader_context: Context | None = None) -> list[Any]:
        """Return what cleaning leaves of one value or several: the field's input processor."""
        found: list[Any] = list(arg_to_iter(values))
        for step in self.clean:
            found = step(found, loader_context or {})
        return found

    def clean_any(self, values: Any, loader_context: Context | None = None) -> list[Any]:
        """Return what cleaning leaves of values of any kind: texts, numbers, dates, mappings, objects.

        Raises ValueError, with the reason, where it is not clear what a value means.
        """
        return self.clean_given_values(values_of(values, self.form), loader_context or {})

    def clean_given_values(self, values: Sequence[Any], context: Context) -> list[Any]:
        """Return what cleaning leaves of values that no rule made: a spider's, or an item's."""
        found = list(values)
        for step in self.clean_given:
            found = step(found, context)
        return self.clean_values(found, context)

    def value_of(self, value: Any, context: Context) -> Any:
        """Return the field's value made of one of any kind, with nothing of it left out.

        Raises ValueError, with the reason, where it is not clear what it means, or cleaning leaves nothing of it.
        """
        found = values_of(value, self.form)
        if len(found) > 1 and not self.form.is_list and self.join is None:
            raise ValueError(f"{len(found)} values for a field of one")
        joined = self.join_values(self.clean_given_values(found, context))
        if found and (joined is None or joined == []):
            hint = ", which is relative to nothing," if str(value).startswith(("/", "./", "../")) else ""
            raise ValueError(f"nothing in {shown_value(value)}{hint} can be read as {self.name}")
        return joined

    def cleaning_steps(self, value: Any, context: Context) -> Iterator[tuple[str, list[Any]]]:
        """Yield the name of each step of cleaning, and the values that it makes of those before it."""
        found: list[Any] = list(arg_to_iter(value))
        for step in self.clean:
            found = step(found, context)
            yield step.function.__name__, found

    def join_values(self, values: Sequence[Any]) -> Any:
        """Return the field's value, made of all that were collected and cleaned: its output processor."""
        if self.join is not None:
            return self.join(values)
        return values if self.form.is_list else first_value(values)
