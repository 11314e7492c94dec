"""Articles in Spark's own types: a column of HTML, or paths of archives, become rows of articles.

Requires pyspark with pandas and pyarrow. A page without an article is a row with `error`, and never fails a job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from newsspider.archives import Skipped
from newsspider.archives.json_fields import time_of
from newsspider.clusters.archive_articles import ArchiveArticles, Result
from newsspider.conversions.value_types import ListOf, PairsOf, Struct, ValueType
from newsspider.errors import NewsspiderError, without_secrets
from newsspider.feeds.columns import column_types
from newsspider.items import Article, Reject

try:
    import pandas
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import pandas_udf
    from pyspark.sql.types import (
        ArrayType,
        BooleanType,
        DataType,
        DoubleType,
        LongType,
        MapType,
        StringType,
        StructField,
        StructType,
    )
except ImportError as error:
    needed = "newsspider.clusters.spark needs more: pip install pyspark pandas 'newsspider[parquet]'"
    raise ImportError(needed) from error

Settings: TypeAlias = Mapping[str, Any]
_SCALARS: Mapping[Any, type] = {str: StringType, int: LongType, bool: BooleanType, float: DoubleType}
_ERROR_TYPES: Mapping[str, type] = {
    "code": str, "reason": str, "url": str, "path": str, "offset": int, "recordId": str, "source": str,
}  # fmt: skip


def article_schema() -> StructType:
    """Return the type of a row: the fields of an article, and `error`, which is null where there is an article.

    `error` has the `code` and the `reason` of a reject, or of an article that is not wanted, and where the page
    is: `url`, and in an archive `path`, `offset` and `recordId`.
    """
    fields = [StructField(name, _spark_type(form)) for name, form in column_types().items()]
    error = [StructField(name, _SCALARS[kind]()) for name, kind in _ERROR_TYPES.items()]
    return StructType([*fields, StructField("error", StructType(error))])


def _spark_type(form: ValueType) -> DataType:
    if isinstance(form, Struct):
        return StructType([StructField(name, _spark_type(part)) for name, part in form.parts.items()])
    if isinstance(form, PairsOf):
        return MapType(StringType(), _spark_type(form.part))
    if isinstance(form, ListOf):
        return ArrayType(_spark_type(form.part))
    return _SCALARS[form]()


def article_udf(settings: Settings | None = None) -> Any:
    """Return a pandas UDF of a column of HTML (text or bytes) and columns of URLs and of times of capture.

    Its column has the type of `article_schema`. Times are timestamps or texts in ISO 8601; both may be null.
    `settings` are those of `ArchiveArticles`, and are checked here.
    """
    ArchiveArticles(settings)
    zone = _session_zone()
    names = [field.name for field in article_schema()]

    def articles(batches: Iterator[tuple[Any, Any, Any]]) -> Iterator[Any]:
        reading = ArchiveArticles(settings)
        for columns in batches:
            cells = zip(*columns, strict=True)
            rows = [_row(_of_cells(reading, html, url, _aware(captured, zone))) for html, url, captured in cells]
            yield pandas.DataFrame.from_records([[row.get(name) for name in names] for row in rows], columns=names)

    # Spark reads what its arguments are from annotations, which are texts here.
    series: Any = pandas.Series
    articles.__annotations__ = {
        "batches": Iterator[tuple[series, series, series]],
        "return": Iterator[pandas.DataFrame],
    }
    return pandas_udf(articles, article_schema())


def archive_rows(settings: Settings | None = None) -> Callable[[Iterable[str]], Iterator[dict[str, Any]]]:
    """Return what makes rows of `article_schema` of paths and URLs of archives, for `RDD.mapPartitions`.

    An archive that cannot be read is a row with `error`, and so is a server that fails: the job goes on.
    """
    ArchiveArticles(settings)

    def rows(paths: Iterable[str]) -> Iterator[dict[str, Any]]:
        reading = ArchiveArticles(settings)
        for path in paths:
            yield from _rows_of(reading, path)

    return rows


def _rows_of(reading: ArchiveArticles, path: str) -> Iterator[dict[str, Any]]:
    try:
        for found in reading.of_file(path):
            if not isinstance(found, Skipped):
                yield _row(found)
    except NewsspiderError as error:  # no fault of the archive: another run can read it
        shown, code = without_secrets(path), getattr(error, "code", "unreadable")
        yield _row(Reject(path=shown, code=code, reason=str(error), source=shown))


def _session_zone() -> str:
    """Return the time zone in which Spark gives timestamps to pandas, without saying so in them."""
    session = SparkSession.getActiveSession()
    return str(session.conf.get("spark.sql.session.timeZone")) if session is not None else "UTC"


def _aware(captured: Any, zone: str) -> Any:
    """Return a timestamp as a text with its offset; texts and nulls as they are."""
    if not isinstance(captured, pandas.Timestamp) or captured is pandas.NaT:
        return captured
    in_zone = captured if captured.tz else captured.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    return in_zone.isoformat()


def _of_cells(reading: ArchiveArticles, html: Any, url: Any, captured: Any) -> Result:
    if not isinstance(html, (str, bytes, bytearray)):
        return Reject(url=url if isinstance(url, str) else None, code="no-text", reason="the page is null")
    page = html if isinstance(html, str) else bytes(html)
    return reading.of_html(page, url if isinstance(url, str) else None, time_of(captured))


def _row(found: Result) -> dict[str, Any]:
    """Return a result in the types of `article_schema`."""
    if isinstance(found, Article):
        return found.to_dict()
    if isinstance(found, Reject):
        return {"error": {name: getattr(found, name) for name in _ERROR_TYPES}}
    source = found.article.metadata.source if found.article.metadata else None
    place = {name: getattr(source, name, None) for name in ("path", "offset", "recordId")}
    error = {"code": found.reason, "reason": f"not wanted: {found.reason}", "url": found.article.url, **place}
    return {"error": {name: error.get(name) for name in _ERROR_TYPES}}
