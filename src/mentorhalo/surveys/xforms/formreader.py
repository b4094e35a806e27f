"""An XForm, made by any tool, as a `Form`.

The primary instance gives the tree, since answers come back in its shape; the binds give types and conditions, the body
gives controls and labels.
"""

from lxml import etree

from mentorhalo.surveys.xforms.binds import Bind, read_actions, read_binds
from mentorhalo.surveys.xforms.body import Body, read_body
from mentorhalo.surveys.xforms.envelope import form_id_of, namespace_of
from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.instances import (
    ITEMSETS_FILE,
    Instances,
    files_called_in,
    searched_choices,
    written_choices,
)
from mentorhalo.surveys.xforms.kinds import kind_of
from mentorhalo.surveys.xforms.nodes import Entity, Group, Node, Question, Repeat
from mentorhalo.surveys.xforms.references import References
from mentorhalo.surveys.xforms.safexml import MalformedXml, local, parse_xml, refuse_depth, to_bytes
from mentorhalo.surveys.xforms.texts import Itext, Shown, file_name, message_of, shown_by, words

TEMPLATE = "{http://openrosa.org/javarosa}template"
RANGE = ("start", "end", "step")
# What tells the `meta` block of a form from a group that happens to have that name.
META = frozenset(
    {
        "instanceid",
        "instancename",
        "audit",
        "entity",
        "deprecatedid",
        "timestart",
        "timeend",
        "userid",
        "deviceid",
    }
)


def read_form(xform: bytes) -> Form:
    """The form; `MalformedXml` where the bytes are no XForm."""
    document = parse_xml(xform)
    refuse_depth(document)
    return _Reader(document).form()


def with_version(xform: bytes, version: str) -> bytes:
    """The same form under this version, so that answers say what they answer."""
    document = parse_xml(xform)
    _primary_root(_model(document, _child(document, "head"))).set("version", version)
    return to_bytes(document)


def controls_astray(xform: bytes) -> list[str]:
    """Paths that something is asked for, while the primary instance has no such node: engines refuse such a form."""
    reader = _Reader(parse_xml(xform))
    placed = reader.form().by_path
    return [path for path in reader.body.controls if path not in placed and not path.startswith("meta/")]


class _Reader:
    """Everything known of one document while its tree is built."""

    def __init__(self, document: etree._Element) -> None:
        head = _child(document, "head")
        self.title = _child(head, "title")
        self.shown = _child(document, "body")
        self.model = _model(document, head)
        root = _primary_root(self.model)
        self.root = root
        self.references = References(local(root))
        self.itext = Itext(self.model)
        self.language = self.itext.default
        self.binds = read_binds(self.model, self.references)
        self.actions = read_actions(document, self.references)
        self.instances = Instances(self.model, self.itext, self.language)
        identities = {bind.identity: path for path, bind in self.binds.items() if bind.identity}
        self.body: Body = read_body(self.shown, self.references, identities)
        self.entities: list[Entity] = []

    def form(self) -> Form:
        nodes = self._children([self.root], "", "")
        namespace = namespace_of(self.root)
        submission = self.model.find("{*}submission")
        meta = {local(child) for block in self.root if local(block) == "meta" for child in block}
        return Form(
            form_id=form_id_of(self.root),
            version=(self.root.get("version") or "").strip(),
            title="" if self.title is None else " ".join(words(self.title).split()),
            root=local(self.root),
            namespace=namespace,
            languages=tuple(self.itext.languages) or ("",),
            default_language=self.language,
            nodes=nodes,
            media=tuple(dict.fromkeys(self._media())),
            external_files=tuple(dict.fromkeys(self._files())),
            instance_name=self._bind("meta/instanceName").calculate,
            submission_url="" if submission is None else (submission.get("action") or "").strip(),
            public_key="" if submission is None else (submission.get("base64RsaPublicKey") or "").strip(),
            style="" if self.shown is None else self.shown.get("class") or "",
            has_audit="audit" in meta,
            has_instance_id="instanceID" in meta,
            entities=tuple(self.entities),
        )

    def _children(self, elements: list[etree._Element], path: str, key: str) -> tuple[Node, ...]:
        """What is below one node. It may stand several times in the instance (a template and a first repetition)."""
        named: dict[str, list[etree._Element]] = {}
        for element in elements:
            for child in element:
                named.setdefault(local(child), []).append(child)
        nodes = []
        for name, found in named.items():
            if name == "meta" and _is_meta(found):
                self._note_entities(found, path)
                continue
            nodes.append(self._node(name, found, _join(path, name), _join(key, name)))
        return tuple(nodes)

    def _node(self, name: str, elements: list[etree._Element], path: str, key: str) -> Node:
        if path in self.body.repeats or any(element.get(TEMPLATE) is not None for element in elements):
            return self._repeat(name, elements, path, key)
        has_children = any(len(element) for element in elements)
        if has_children or (path in self.body.groups and path not in self.body.controls):
            return self._group(name, elements, path, key)
        return self._question(name, elements[0], path, key)

    def _repeat(self, name: str, elements: list[etree._Element], path: str, key: str) -> Repeat:
        element = self.body.repeats.get(path)
        shown = self._label(self.body.groups.get(path))
        count = "" if element is None else element.get("{http://openrosa.org/javarosa}count") or ""
        return Repeat(
            path=path,
            key=key,
            name=name,
            labels=shown.labels,
            media=shown.media,
            appearance="" if element is None else element.get("appearance") or "",
            relevant=self._bind(path).relevant,
            children=self._children(elements, path, ""),
            count=count.strip(),
        )

    def _group(self, name: str, elements: list[etree._Element], path: str, key: str) -> Group:
        element = self.body.groups.get(path)
        shown = self._label(element)
        return Group(
            path=path,
            key=key,
            name=name,
            labels=shown.labels,
            media=shown.media,
            appearance="" if element is None else element.get("appearance") or "",
            relevant=self._bind(path).relevant,
            children=self._children(elements, path, key),
        )

    def _question(self, name: str, element: etree._Element, path: str, key: str) -> Question:
        bind = self._bind(path)
        control = self.body.controls.get(path)
        kind = kind_of(control, bind, self.actions.get(path, ""))
        shown = self._label(control)
        hint = Shown() if control is None else shown_by(control.find("{*}hint"), self.itext, self.language)
        question = {
            "labels": shown.labels,
            "hints": hint.labels,
            "guidance": hint.guidance or shown.guidance,
            "media": shown.media,
            "appearance": "" if control is None else (control.get("appearance") or "").strip(),
            "relevant": bind.relevant,
            "kind": kind,
            "type": "string" if kind in ("select_one", "select_multiple", "rank") else bind.type,
            "required": bind.required,
            "required_messages": message_of(bind.required_message, self.itext, self.language),
            "constraint": bind.constraint,
            "constraint_messages": message_of(bind.constraint_message, self.itext, self.language),
            "calculate": bind.calculate,
            "readonly": bind.readonly,
            "default": (element.text or "").strip(),
            "parameters": _parameters(control, bind),
            "saveto": bind.saveto,
            **self._choices(control),
        }
        return Question(path=path, key=key, name=name, **question)  # type: ignore[arg-type]

    def _choices(self, control: etree._Element | None) -> dict[str, object]:
        if control is None:
            return {}
        if control.get("query"):
            return {"itemset": self.instances.queried(control.get("query") or "")}
        element = control.find("{*}itemset")
        if element is None:
            choices = written_choices(control, self.itext, self.language)
            return searched_choices(control.get("appearance") or "", choices) or {"choices": choices}
        itemset = self.instances.itemset_of(element)
        choices = self.instances.choices_of(itemset)
        return {"choices": choices, "itemset": itemset, "list_name": itemset.instance}

    def _label(self, element: etree._Element | None) -> Shown:
        return Shown() if element is None else shown_by(element.find("{*}label"), self.itext, self.language)

    def _bind(self, path: str) -> Bind:
        return self.binds.get(path) or Bind()

    def _note_entities(self, blocks: list[etree._Element], path: str) -> None:
        for block in blocks:
            for entity in block.iterfind("{*}entity"):
                self.entities.append(
                    Entity(
                        dataset=entity.get("dataset") or "",
                        path=path,
                        creates=entity.get("create") is not None,
                        updates=entity.get("update") is not None,
                    )
                )

    def _media(self) -> list[str]:
        defaults = [element.text or "" for element in self.root.iter()]
        shown = [file_name(text) for text in defaults if text.strip().startswith("jr://images/")]
        return [*self.itext.files(), *shown]

    def _files(self) -> list[str]:
        files = list(self.instances.files.values())
        for control in self.body.controls.values():
            if control.get("query"):
                files.append(ITEMSETS_FILE)
            files.extend(files_called_in(control.get("appearance") or ""))
        for bind in self.binds.values():
            for expression in (bind.calculate, bind.constraint, bind.relevant, bind.required, bind.readonly):
                files.extend(files_called_in(expression))
        return files


def _parameters(control: etree._Element | None, bind: Bind) -> dict[str, str]:
    """Bounds of a range and what the device is told, such as the largest size of an image."""
    parameters = dict(bind.parameters)
    if control is not None:
        for attribute, value in control.attrib.items():
            name = str(attribute).rpartition("}")[2]
            if name in RANGE or "}" in str(attribute):
                parameters[name] = str(value)
    return parameters


def _is_meta(blocks: list[etree._Element]) -> bool:
    return any(local(child).lower() in META for block in blocks for child in block)


def _primary_root(model: etree._Element) -> etree._Element:
    instance = model.find("{*}instance")
    root = None if instance is None else next(iter(instance), None)
    if root is None:
        raise MalformedXml("not-an-xform")
    return root


def _model(document: etree._Element, head: etree._Element | None) -> etree._Element:
    """Where a page has it, in its head; else the first there is."""
    found = _child(head, "model")
    if found is None:
        found = next(document.iter("{*}model"), None)
    if found is None:
        raise MalformedXml("not-an-xform")
    return found


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find("{*}" + name)


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name
