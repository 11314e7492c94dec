from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.settings import Settings

from newsspider.addon import NewsspiderAddon
from newsspider.offline.handler import OfflineDownloadHandler
from newsspider.recording.handler import RecordingDownloadHandler
from newsspider.recording.recorder import Recorder
from newsspider.recording.wiring import record


def settings_with(**own: object) -> Settings:
    settings = Settings({"NEWSSPIDER_RECORD": "rec", **own})
    NewsspiderAddon().update_settings(settings)
    return settings


def test_every_handler_is_recorded_the_project_s_own_too() -> None:
    own = {"https": HTTP11DownloadHandler, "gopher": "project.Handler", "s3": None}
    settings = settings_with(DOWNLOAD_HANDLERS={**own, "gopher": HTTP11DownloadHandler})
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert handlers["https"].wrapped is HTTP11DownloadHandler
    assert (handlers["http"].wrapped, handlers["http"].scheme) == (None, "http")
    assert issubclass(handlers["gopher"], RecordingDownloadHandler)
    assert handlers["s3"] is None
    assert isinstance(handlers["file"], str)
    assert settings["EXTENSIONS"][Recorder] == 0


def test_recorded_twice_is_recorded_once() -> None:
    settings = settings_with()
    once = settings["DOWNLOAD_HANDLERS"]["http"]
    record(settings)
    assert settings["DOWNLOAD_HANDLERS"]["http"] is once


def test_an_offline_crawl_is_not_recorded() -> None:
    settings = settings_with(NEWSSPIDER_OFFLINE="a.warc")
    assert settings["DOWNLOAD_HANDLERS"]["http"] is OfflineDownloadHandler
    assert Recorder not in settings.getdict("EXTENSIONS")
