"""Streamlit's watch over source files."""

from streamlit import config
from streamlit.watcher import LocalSourcesWatcher

LOOKS = ("update_watched_modules", "update_watched_pages")


def watch_nothing() -> None:
    """Where no files are watched (`server.fileWatcherType = "none"`), do not look for any either.

    Streamlit goes through all imported modules for every new and every returning session, and through all pages after
    every run, on the thread that serves everybody: 80 ms for each of a class that comes back at once.
    """
    if config.get_option("server.fileWatcherType") == "none":
        for look in LOOKS:
            setattr(LocalSourcesWatcher, look, _nothing)


def _nothing(_: LocalSourcesWatcher) -> None:
    pass
