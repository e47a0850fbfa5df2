"""Every route of the site, read from the resolver."""

from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import URLPattern


@dataclass(frozen=True)
class Route:
    """A route by its full name, or by its pattern where it has no name."""

    name: str
    pattern: str
    app: str
    converters: tuple[str, ...]


def _module_of(view) -> str:
    view_class = getattr(view, "view_class", None)
    return getattr(view_class or view, "__module__", "")


def _app_of(view) -> str:
    """The package a route belongs to: where the view or, for a generic one, its model lives."""
    model = getattr(getattr(view, "view_initkwargs", {}).get("model"), "_meta", None)
    return model.app_label if model else _module_of(view).partition(".")[0]


def all_routes() -> list[Route]:
    return _walk(get_resolver(), "", "", ())


def _walk(resolver, namespace, prefix, converters) -> list[Route]:
    routes = []
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        found = (*converters, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            name = namespace + entry.name if entry.name else pattern
            routes.append(Route(name, pattern, _app_of(entry.callback), found))
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            routes += _walk(entry, inner, pattern, found)
    return routes
