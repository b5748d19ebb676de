"""The rules of ARCHITECTURE.md as functions: a file in, its offences out."""

from __future__ import annotations

import ast

from tests.architecture.source import imports, law_data, third_party, within

# Lower may be imported by higher; equals do not know one another.
ORDER = {
    "frames": 0,
    "wording": 1,
    "law": 2,
    "reading": 2,
    "store": 2,
    "funding": 3,
    "foresight": 4,
    "bargaining": 5,
    "peers": 5,
    "workshop": 5,
    "report": 6,
    "commands": 7,
    "__main__": 8,
}
CLOCK = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}
LONGEST_MODULE, LONGEST_FUNCTION = 350, 60


def knows_no_screen(source):
    """The library has no streamlit and no plotly."""
    for node, name in imports(source):
        if within(name, "streamlit", "plotly", "altair", "pages", "dashboard"):
            yield source.at(node, f"imports {name}")


def stays_thin(source):
    """A page imports only streamlit, aci_model and pages._shared."""
    for node, name in imports(source):
        if not within(name, "streamlit", "aci_model", "pages._shared", "__future__"):
            yield source.at(node, f"imports {name}")


def imports_downwards(source):
    """Inside the library, imports follow the order of ARCHITECTURE.md."""
    own = _layer(source.module)
    if own is None:
        return
    if own not in ORDER:
        yield source.at(source.tree, f"{own} has no place in the order of imports")
        return
    for node, name in imports(source):
        other = _layer(name) if within(name, "aci_model") else None
        if other in {None, own}:
            continue
        if other not in ORDER or ORDER[other] >= ORDER[own]:
            yield source.at(node, f"{own} imports {other}")


def _layer(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def leaves_state_alone(source):
    """Nobody but pages/_shared/session.py says session_state."""
    if source.path == "pages/_shared/session.py":
        return
    for node, word in _words(source):
        if "session_state" in word:
            yield source.at(node, "says session_state")


def shows_no_raw_html(source):
    """No unsafe_allow_html, nor its likes."""
    for node, word in _words(source):
        if word.startswith("unsafe_allow"):
            yield source.at(node, f"says {word}")


def names_no_mission(source):
    """No mission id in code: as a word, as a string, as a piece of a string."""
    missions = law_data().missions
    for node, word in _words(source):
        if word.strip(" _-:/.'\"") in missions:
            yield source.at(node, f"names the mission {word!r}")


def states_no_law(source):
    """No amount, size bound or rate of the law in code."""
    law = law_data()
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        if isinstance(node.value, int | float) and float(node.value) in law.amounts | law.rates:
            yield source.at(node, f"states {node.value}")
        elif isinstance(node.value, str) and _amounts_in(node.value) & law.amounts:
            yield source.at(node, f"states {node.value!r}")


def _amounts_in(text):
    """Numbers a string is made of: '60000' and '60_000' are amounts, a sentence that has figures is not."""
    bare = text.strip().replace("_", "").replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    return {float(bare)} if bare.isascii() and bare.isdigit() else set()


def draws_cheaply(source):
    """No pandas Styler (170 ms for 300 rows) and no plotly.express (60 ms a chart and more)."""
    for node, name in imports(source):
        if within(name, "plotly.express") or name.endswith(".Styler"):
            yield source.at(node, f"imports {name}")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"style", "Styler", "express"}:
            yield source.at(node, f"uses .{node.attr}")


def walks_no_rows(source):
    """No apply along rows, no iterrows, no itertuples."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        called = node.func.attr
        if called in {"iterrows", "itertuples"}:
            yield source.at(node, f"calls {called}")
        if called == "apply" and any(_is_along_rows(keyword) for keyword in node.keywords):
            yield source.at(node, "applies a function row by row")


def _is_along_rows(keyword):
    return (
        keyword.arg == "axis"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value in {1, "columns"}
    )


def reads_no_clock(source):
    """The library asks nobody for the time and keeps no mutable global."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            yield source.at(node, f"asks for the time with {node.func.attr}")
        if isinstance(node, ast.Global):
            yield source.at(node, f"rebinds {', '.join(node.names)}")


def explains_itself(source):
    """Every public function and class has a docstring, and so has the module; a closure is told by what it is in."""
    if not ast.get_docstring(source.tree):
        yield source.at(source.tree, "the module has no docstring")
    yield from _undocumented(source, source.tree.body)


def _undocumented(source, body):
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                yield source.at(node, f"{node.name} has no docstring")
            if isinstance(node, ast.ClassDef):
                yield from _undocumented(source, node.body)
        else:  # what stands under a condition is public as well
            yield from _undocumented(source, ast.iter_child_nodes(node))


def stays_short(source):
    """Modules under 350 lines, functions under 60."""
    lines = source.text.count("\n")
    if lines >= LONGEST_MODULE:
        yield source.at(source.tree, f"the module has {lines} lines")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length >= LONGEST_FUNCTION:
                yield source.at(node, f"{node.name} has {length} lines")


def declares_its_needs(source, declared):
    """Whatever is imported and is not Python's own stands in a requirements file, under its import name."""
    for node, name in imports(source):
        if third_party(name) and name.split(".")[0] not in declared:
            yield source.at(node, f"imports {name}, which no requirements file declares")


def _words(source):
    """Every identifier and every string of a file that is not a docstring, with its node."""
    docstrings = _docstrings(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node, node.value
        elif isinstance(node, ast.Name):
            yield node, node.id
        elif isinstance(node, ast.Attribute):
            yield node, node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node, node.arg
        elif isinstance(node, ast.alias):
            yield node, node.name


def _docstrings(tree):
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }


def circles(sources):
    """Circles of imports between these modules, those made only for the type checker apart."""
    modules = {source.module for source in sources}
    graph = {source.module: sorted(_imported(source, modules)) for source in sources}
    found, done = [], set()

    def walk(module, path):
        if module in path:
            found.append(" → ".join([*path[path.index(module) :], module]))
        elif module not in done:
            for other in graph[module]:
                walk(other, [*path, module])
            done.add(module)

    for module in sorted(graph):
        walk(module, [])
    return found


def _imported(source, modules):
    for_types = {
        id(inner)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node, name in imports(source):
        if id(node) in for_types:
            continue
        known = name if name in modules else name.rpartition(".")[0]
        if known in modules and known != source.module:
            yield known
