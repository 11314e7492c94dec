"""Values that a spider adds to a loader: read when they come, cleaned when their page is known."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from itemloaders.common import wrap_loader_context
from itemloaders.utils import arg_to_iter, get_func_args

from newsspider.fields import Field
from newsspider.fields.forms import text_form
from newsspider.fields.values import MAX_ENTRIES, shown_value
from newsspider.loaders.page_reading import CONTEXT_KEYS

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Added:
    """Values that were added to a field in one go, and what the field's cleaning leaves of them.

    What there is to know of the page may become known after they came, or change: then they are cleaned again.
    """

    name: str
    values: Any
    process: Callable[[Any, Mapping[str, Any]], Any]  # of the values and a loader's context
    context: Mapping[str, Any]  # the loader's when they came
    given: Mapping[str, Any]  # those of CONTEXT_KEYS in it that the spider has set, which count before the page's
    cleaned: list[Any] | None = None
    cleaned_by: tuple[Any, ...] = ()
    is_warned_of: bool = False

    def clean(self, page: Mapping[str, Any]) -> list[Any]:
        """Return what is left of the values, by what is known of the page. Raises ValueError with the field."""
        known = {key: page.get(key) for key in CONTEXT_KEYS} | dict(self.given)
        cleaned_by = tuple(known.values())
        if self.cleaned is None or cleaned_by != self.cleaned_by:
            try:
                self.cleaned = list(arg_to_iter(self.process(self.values, {**self.context, **known})))
            except Exception as error:
                raise not_taken(self.name, self.values, error) from error
            self.cleaned_by = cleaned_by
        return self.cleaned


def warn_if_no_date(field: Field | None, received: Sequence[Added]) -> None:
    """Warn, once, of dates that a spider added and nothing could be read in: the selector may be a wrong one.

    In names and texts cleaning finds nothing for good reasons: a byline may name nobody.
    """
    given = [added for added in received if shown_value(added.values).strip("[]()'\" ,")]
    if given and field is not None and field.form.schema == text_form("date").schema and not given[0].is_warned_of:
        given[0].is_warned_of = True
        response = given[0].context.get("response")
        where = f" on {response.url}" if response is not None else ""
        logger.warning("%s: no date can be read in %s%s", given[0].name, shown_value(given[0].values), where)


def by_processor(processor: Callable[..., Any]) -> Callable[[Any, Mapping[str, Any]], Any]:
    """Return what runs an item loader's processor on values in a context."""
    return lambda values, context: wrap_loader_context(processor, dict(context))(arg_to_iter(values))


def asks_for_page(processor: Any) -> bool:
    """Return whether an input processor may ask for what is known of a page, one of its functions at least."""
    if isinstance(field := getattr(processor, "__self__", None), Field):  # ArticleLoader.headline_in
        return field.asks_for_page
    parts = getattr(processor, "functions", None)  # of MapCompose and Compose
    if parts is not None:
        return any(map(asks_for_page, parts))
    try:
        return "loader_context" in get_func_args(processor)
    except TypeError:  # no function that can be looked into
        return True


def listed(name: str, values: Any) -> Any:
    """Return values with those of an iterator in a list, so that they can be read more than once."""
    if not isinstance(values, Iterator):
        return values
    try:
        return list(islice(values, MAX_ENTRIES))
    except Exception as error:
        raise not_taken(name, values, error) from error


def not_taken(name: str, value: Any, error: Exception) -> ValueError:
    """Return the error that names a field and a value that it cannot be made of: one line of bounded length."""
    reason, shown = " ".join(str(error).split())[:300], shown_value(value)
    if type(error) is ValueError:
        return ValueError(f"{name}: {reason}" if shown in reason else f"{name}: {shown}: {reason}")
    return ValueError(f"{name} cannot be made of {shown}: {type(error).__name__}: {reason}")
