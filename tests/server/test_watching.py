import pytest
from streamlit import config
from streamlit.watcher import LocalSourcesWatcher

from server.watching import LOOKS, watch_nothing


class Pages:
    main_script_path = __file__

    def get_pages(self):
        return {"page": {"script_path": __file__}}


@pytest.fixture
def seen(monkeypatch):
    """`seen(kind)`: what a session looks at under this `server.fileWatcherType`."""
    for look in LOOKS:
        monkeypatch.setattr(LocalSourcesWatcher, look, getattr(LocalSourcesWatcher, look))  # and back afterwards

    def look(kind: str) -> tuple[int, int]:
        monkeypatch.setattr(
            config, "get_option", lambda name, get=config.get_option: kind if "Watcher" in name else get(name)
        )
        watch_nothing()
        watcher = LocalSourcesWatcher(Pages())
        for name in LOOKS:
            getattr(watcher, name)()
        return len(watcher._cached_sys_modules), len(watcher._watched_pages)

    return look


def test_what_is_not_watched_is_not_looked_for(seen):
    assert seen("none") == (0, 0)


def test_whoever_works_on_the_app_may_have_it_watched(seen):
    modules, pages = seen("poll")
    assert modules > 100 and pages == 1
