from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Image, Media
from newsspider.processors.images import (
    MAX_IMAGES,
    best_of_srcset,
    clean_image,
    clean_images,
    clean_media,
    image_key,
    is_decorative,
)

BASE = "https://example.org/news/"


@pytest.mark.parametrize(
    ("srcset", "url"),
    [
        ("a.jpg", "a.jpg"),
        ("a.jpg 1x, b.jpg 2x", "b.jpg"),
        ("a.jpg 320w,\n b.jpg 1280w,\n c.jpg 640w", "b.jpg"),
        ("a.jpg 320w,https://example.org/b.jpg 1280w", "https://example.org/b.jpg"),
        ("/w_300,h_200/a.jpg 300w, /w_900,h_600/a.jpg 900w", "/w_900,h_600/a.jpg"),
        ("data:image/gif;base64,AAAA 1w", None),
        ("null", None),
        ("undefined 300w, /a.jpg 200w", "/a.jpg"),
        ("", None),
        (" , ,", None),
    ],
)
def test_best_of_srcset(srcset: str, url: str | None) -> None:
    assert best_of_srcset(srcset) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/2024/05/boats-at-dawn-300x200.jpg", "/2024/05/boats-at-dawn.jpg"),
        ("/boats-at-dawn.jpg?w=300", "/boats-at-dawn.jpg?w=900&q=80"),
        ("/w300/boats-at-dawn.jpg", "/w900/boats-at-dawn.webp"),
        ("/boats-at-dawn@2x.png", "/boats-at-dawn.png"),
        ("/300/194191.jpg", "/1100/194191.jpg"),
        ("/image/upload/c_fill,w_800/v17/boats.jpg", "/image/upload/c_fill,g_auto,w_1200,h_630/v17/boats.jpg"),
        ("/media/w_800/boats.jpg", "/media/w_1200/boats.jpg"),
        ("/media/800x600/boats.jpg", "/media/1200x630/boats.jpg"),
        ("/2031/05/boats/1440x720.jpg", "/2031/05/boats/960x640.webp"),
        ("/2031/boats/wide__1300x731.jpg", "/2031/boats/original__980x551.jpg"),
        ("/2031/boats/large.jpg", "/2031/boats/small.jpg"),
        ("/fotografia/1747_3x2_md.jpg", "/fotografia/1747_3x2_lg.jpg"),
        ("/i/boats-at-dawn-thumb.jpg", "/i/boats-at-dawn-large.jpg"),
        ("/boat.jpg?w=1200&h=630&fit=crop&auto=format", "/boat.jpg?auto=format&w=800"),
        ("/_next/image?url=%2Fmedia%2Fboat.jpg&w=828&q=75", "/media/boat.jpg"),
        ("/thumb.php?src=/uploads/boat.jpg&w=300", "/uploads/boat.jpg"),
        (
            "/cdn-cgi/image/width=1200,height=630/media/boat.jpg",
            "/cdn-cgi/image/width=800,format=auto/media/boat.jpg",
        ),
        ("/img/b/R29v/AVvX/w1200-h630-p-k-no-nu/boat.jpg", "/img/b/R29v/AVvX/s640/boat.jpg"),
        ("/_processed_/a/b/csm_boats_3f2a1b0c9d.jpg", "/_processed_/4/7/csm_boats_0011aabbcc.jpg"),
        (
            "/x/0f8fad5b-d9cb-469f-a165-70867728950e_w300.jpg",
            "/y/0f8fad5b-d9cb-469f-a165-70867728950e_w900_r1.7.jpg",
        ),
        ("/iiif/2/pier.tif/full/600,/0/default.jpg", "/iiif/2/pier.tif/full/max/0/default.jpg"),
    ],
)
def test_one_picture_in_sizes(one: str, other: str) -> None:
    assert image_key(f"https://example.org{one}") == image_key(f"https://img.example.org{other}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/boats.jpg", "/pier.jpg"),
        ("/IMG_1234.jpg", "/IMG_1235.jpg"),
        ("/storm-1.jpg", "/storm-2.jpg"),
        ("/a1b2/image.jpg", "/c3d4/image.jpg"),
        ("/media/boats_1/large.jpg", "/media/boats_2/large.jpg"),
        ("/image.php?id=1", "/image.php?id=2"),
        ("/2031/05/boats/960x640.jpg", "/2031/05/pier/960x640.jpg"),
        ("/boats/16x9.jpg", "/boats/960x640.jpg"),
        ("/boats/large-boat.jpg", "/boats/small-boat.jpg"),
        ("/boats/original-drawing.jpg", "/boats/wide-view.jpg"),
        ("/image.php?w=800&id=1", "/image.php?w=800&id=2"),
        ("/thumb.php?src=/uploads/boat.jpg&w=300", "/thumb.php?src=/uploads/pier.jpg&w=300"),
        ("/boat.jpg?image=3", "/pier.jpg?image=3"),
        ("/s640/boat.jpg", "/s640/pier.jpg"),
        ("/iiif/2/boat.tif/full/600,/0/default.jpg", "/iiif/2/pier.tif/full/600,/0/default.jpg"),
    ],
)
def test_two_pictures(one: str, other: str) -> None:
    assert image_key(f"https://example.org{one}") != image_key(f"https://example.org{other}")


@pytest.mark.parametrize(
    "path",
    [
        "/logo.png",
        "/img/site_logo_2x.png",
        "/icons/a.png",
        "/a.svg",
        "/px/1x1.gif",
        "/favicon.ico",
        "/facebook.png",
        "/preview-fb-hd.png",
        "/1px.gif",
    ],
)
def test_decorative_pictures(path: str) -> None:
    assert is_decorative(f"https://example.org{path}")


def test_counters_are_no_pictures() -> None:
    assert is_decorative("https://vg07.met.vgwort.de/na/8a7b6c")
    assert not is_decorative("https://www.example.org/vgwort/boats.jpg")
    assert not is_decorative("https://img1.liveinternet.ru/images/attach/boats.jpg")  # a host of diaries


@pytest.mark.parametrize(
    "path",
    [
        "/logging-in-the-forest.jpg",
        "/iconic-pier.jpg",
        "/boats.jpg",
        "/facebook/boats.jpg",
        "/boats_fb.jpg",
        "/iiif/2/boats.tif/full/600,/0/default.jpg",
    ],
)
def test_pictures_of_the_story(path: str) -> None:
    assert not is_decorative(f"https://example.org{path}")


def test_clean_image() -> None:
    raw = Image(url="boats.jpg", caption=" Boats.\n Photo: Ana Ruiz", alt="boats.jpg", width=0, height=99_999)
    assert clean_image(raw, BASE) == Image(url=BASE + "boats.jpg", caption="Boats.", credit="Ana Ruiz")
    assert clean_image(Image(url="data:image/png;base64,AA", caption="Boats"), BASE) is None
    assert clean_image(Image(alt="Boats"), BASE) is None
    assert clean_image(Image(caption="Boats"), BASE) == Image(caption="Boats")


def test_clean_images_merges_sizes_and_stops_at_the_limit() -> None:
    sizes = [Image(url="boats-at-dawn.jpg"), Image(url="boats-at-dawn-300x200.jpg", caption="Boats.")]
    assert clean_images(sizes, BASE) == [Image(url=BASE + "boats-at-dawn.jpg", caption="Boats.")]
    assert len(clean_images((Image(url=f"picture-number-{n:03}x.jpg") for n in range(500)), BASE)) == MAX_IMAGES


texts = st.none() | st.text(max_size=100)


@given(st.builds(Image, url=texts, caption=texts, credit=texts, alt=texts, width=st.none() | st.integers()))
def test_never_raises_and_is_idempotent_in_what_it_keeps(image: Image) -> None:
    clean = clean_image(image, BASE)
    if clean is not None:
        again = clean_image(clean, BASE)
        assert again is not None
        assert (again.url, again.alt, again.width) == (clean.url, clean.alt, clean.width)
        assert clean.url or clean.caption


@pytest.mark.parametrize("unit", ["a.jpg 1w, ", ",", "a", " ", "-300x200", "1w,"])
def test_long_input_takes_no_time(unit: str) -> None:
    started = time.process_time()
    best_of_srcset(unit * 100_000)
    image_key("https://example.org/" + unit * 1_000)
    assert time.process_time() - started < 0.5


def test_media_are_absolute_once_each_and_limited() -> None:
    raw = [Media(url="/a.mp4"), Media(url=""), Media(url="javascript:x"), Media(url="https://example.org/a.mp4")]
    assert clean_media(raw, "https://example.org/") == [Media(url="https://example.org/a.mp4")]
    assert len(clean_media(Media(url=f"https://example.org/{n}") for n in range(500))) == 50


@given(st.lists(st.text(max_size=50), max_size=5))
def test_cleaning_media_never_raises_and_is_idempotent(urls: list[str]) -> None:
    clean = clean_media([Media(url=url) for url in urls], "https://example.org/")
    assert clean_media(clean) == clean
