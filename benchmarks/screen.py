"""What a browser would show: the elements of a page by their place, and the values its widgets send back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg, RunIdentity
    from streamlit.proto.WidgetStates_pb2 import WidgetStates

Value = bool | float | str | list[str] | list[float]

# How each kind of widget sends its value.
SENT_AS = {
    "button": "trigger_value",
    "checkbox": "bool_value",
    "radio": "string_value",
    "selectbox": "string_value",
    "slider": "double_array_value",
    "number_input": "double_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "button_group": "string_array_value",
    "multiselect": "string_array_value",
}


class Shown(NamedTuple):
    """A widget in place."""

    kind: str
    id: str
    label: str
    form: str
    fragment: str
    disabled: bool
    offered: tuple[Value, ...]  # other values it may take; none when a text or unlimited

    @property
    def is_button(self) -> bool:
        """Whether a gesture on it is a press, not a value."""
        return self.kind == "button"

    @property
    def key(self) -> str:
        """The key its page gave it; Streamlit ends the id with it."""
        return self.id.split("-", 2)[-1]


class _Drawn(NamedTuple):
    element: Any  # protobuf's class for that kind
    kind: str
    run: str
    fragment: str


class Screen:
    """The page as drawn so far."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self.values: dict[str, Value] = {}  # what each widget holds, by its id; a button holds nothing
        self._places: dict[tuple[int, ...], _Drawn] = {}
        self._run, self._fragments = "", frozenset[str]()

    def begin(self, run: RunIdentity) -> None:
        """A run begins."""
        self._run, self._fragments = run.script_run_id, frozenset(run.fragment_ids)

    def draw(self, message: ForwardMsg) -> None:
        """Put what a delta brings in its place."""
        place, delta = tuple(message.metadata.delta_path), message.delta
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type") or "empty"
        element = getattr(delta.new_element, kind, None)
        self._places[place] = _Drawn(element, kind, self._run, delta.fragment_id)
        if kind in SENT_AS and kind != "button":
            self._hold(element, kind)

    def _hold(self, element: Any, kind: str) -> None:  # noqa: ANN401  protobuf's class for that kind
        """Take the value the server gives a widget; a new widget starts with its default."""
        if element.set_value:
            held = given(element, kind)
        elif element.id not in self.values:
            held = default(element, kind)
        else:
            return
        if held is None:
            self.values.pop(element.id, None)
        else:
            self.values[element.id] = held

    def end(self) -> None:
        """A run ended: what it was about to draw and did not is gone."""
        self._places = {
            place: drawn
            for place, drawn in self._places.items()
            if drawn.run == self._run or (self._fragments and drawn.fragment not in self._fragments)
        }

    def widgets(self) -> Iterator[Shown]:
        """Every widget in place."""
        for drawn in self._places.values():
            if drawn.kind in SENT_AS:
                one = drawn.element
                yield Shown(
                    drawn.kind,
                    one.id,
                    one.label,
                    one.form_id,
                    drawn.fragment,
                    one.disabled,
                    offered(one, drawn.kind),
                )

    def widget(self, name: str) -> Shown | None:
        """The widget of that id or key, else of that label; None when there is none."""
        shown = list(self.widgets())
        keyed = (one for one in shown if name in {one.id, one.key})
        return next(keyed, next((one for one in shown if one.label == name), None))

    def text(self) -> str:
        """What its texts say, a line each: enough to find a word in."""
        said = []
        for place in sorted(self._places):
            drawn = self._places[place]
            said += [getattr(drawn.element, name, "") for name in ("body", "label", "value")]
        return "\n".join(text for text in said if isinstance(text, str) and text)


def offered(element: Any, kind: str) -> tuple[Value, ...]:  # noqa: ANN401  protobuf's class for that kind
    """The values a person may give a widget, as it sends them."""
    if kind == "checkbox":
        return (True, False)
    if kind == "button_group":
        return tuple([option.content] for option in element.options)
    if kind in {"radio", "selectbox"}:
        return tuple(element.options)
    if kind == "slider" and not element.options:
        middle = element.min + element.step * round((element.max - element.min) / element.step / 2)
        return ([element.min], [middle], [element.max])
    if kind == "number_input" and element.has_min and element.has_max:
        return (element.min, element.max)
    return ()


def given(element: Any, kind: str) -> Value | None:  # noqa: ANN401  as above
    """The value the server sets a widget to; None for nothing chosen."""
    if kind in {"button_group", "multiselect"}:
        return list(element.raw_values)
    if kind == "slider":
        return list(element.value)
    name = "raw_value" if kind in {"radio", "selectbox"} else "value"
    return getattr(element, name) if _has(element, name) else None


def default(element: Any, kind: str) -> Value | None:  # noqa: ANN401  as above
    """The value a widget has before anybody touches it; None for nothing chosen."""
    if kind in {"button_group", "multiselect"}:
        names = [getattr(option, "content", option) for option in element.options]
        return [names[place] for place in element.default]
    if kind == "slider":
        return list(element.default)
    if not _has(element, "default"):
        return None
    return element.options[element.default] if kind in {"radio", "selectbox"} else element.default


def _has(element: Any, name: str) -> bool:  # noqa: ANN401  as above
    """Whether a field is there, or has no way not to be."""
    return not element.DESCRIPTOR.fields_by_name[name].has_presence or element.HasField(name)


def with_value(states: WidgetStates, widget: Shown, values: Mapping[str, Value]) -> None:
    """Add a widget's value, when it has one, to what the browser sends."""
    value = values.get(widget.id)
    if value is None:
        return
    state = states.widgets.add(id=widget.id)
    sent = SENT_AS[widget.kind]
    if isinstance(value, list):
        getattr(state, sent).data.extend(value)
        getattr(state, sent).SetInParent()  # an empty choice is a choice
    else:
        setattr(state, sent, value)
