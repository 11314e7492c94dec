from __future__ import annotations

from ipaddress import ip_address

from scrapy.http import HtmlResponse, Request, Response

from newsspider.recording.messages import fetched_answer, sent_request


def test_a_request_as_it_was_sent() -> None:
    headers = {"User-Agent": "test", "Cookie": ["a=1"], "Proxy-Authorization": "Basic secret"}
    sent = sent_request(Request("http://x.org:81/a?b=%20#c", method="POST", headers=headers, body=b"q=1"))
    first, *lines = sent.block.split(b"\r\n")
    assert first == b"POST /a?b=%20 HTTP/1.1"
    assert sorted(lines[:-2]) == [b"Cookie: a=1", b"Host: x.org:81", b"User-Agent: test"]
    assert sent.block.endswith(b"\r\n\r\nq=1")
    assert sent_request(Request("http://x.org")).block.startswith(b"GET / HTTP/1.1\r\nHost: x.org\r\n\r\n")


def test_an_answer_s_headers_are_true_of_its_body() -> None:
    headers = {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip", "Set-Cookie": ["a=1", "b=2"]}
    response = HtmlResponse(
        "http://x.org/", 404, headers, b"\x1f\x8b\x08", ip_address=ip_address("127.0.0.1"), protocol="HTTP/1.0"
    )
    answer = fetched_answer(response)
    first, *lines = answer.head.split(b"\r\n")
    assert first == b"HTTP/1.0 404 Not Found"
    assert sorted(lines[:-2]) == [
        b"Content-Encoding: gzip",
        b"Content-Length: 3",
        b"Set-Cookie: a=1",
        b"Set-Cookie: b=2",
        b"X-Archive-Orig-Transfer-Encoding: chunked",
    ]
    assert (answer.ip_address, answer.truncated) == ("127.0.0.1", None)


def test_a_length_that_is_not_the_body_s_is_kept_aside() -> None:
    cut = Response("http://x.org/", headers={"Content-Length": "9"}, body=b"abc", flags=["dataloss"])
    answer = fetched_answer(cut)
    assert b"X-Archive-Orig-Content-Length: 9" in answer.head
    assert b"\r\nContent-Length: 3" in answer.head
    assert answer.truncated == "disconnect"
    assert fetched_answer(Response("http://x.org/", flags=["partial"])).truncated is None


def test_the_answer_to_a_head_request_keeps_the_length_of_what_was_not_sent() -> None:
    answer = fetched_answer(Response("http://x.org/", headers={"Content-Length": "9"}), to_head=True)
    assert answer.head == b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"


def test_header_values_cannot_make_headers() -> None:
    response = Response("http://x.org/", headers={"X": b"a\r\nY: b"})
    assert b"\r\nY:" not in fetched_answer(response).head
    assert b"\r\nY:" not in sent_request(Request("http://x.org/", headers={"X": b"a\r\nY: b"})).block


def test_other_protocols_have_no_http_head() -> None:
    answer = fetched_answer(Response("ftp://x.org/a", body=b"file"))
    assert (answer.head, answer.message.body) == (b"", b"file")
