/** The model of a new questionnaire, with what is known before anybody answers. */

interface Known {
  instanceId?: string;
  prefill?: Record<string, string>;
}

export function begun(model: string, { instanceId, prefill = {} }: Known): string {
  if (!instanceId && Object.keys(prefill).length === 0) return model;
  const read = new DOMParser().parseFromString(model, "text/xml");
  const root = read.querySelector("instance > *");
  if (!root) return model;
  for (const [path, value] of Object.entries(prefill)) {
    const node = child(root, path.split("/"));
    // What holds others is no answer.
    if (node && node.children.length === 0) node.textContent = value;
  }
  const id = child(root, ["meta", "instanceID"]);
  if (id && instanceId) id.textContent = instanceId;
  return new XMLSerializer().serializeToString(read);
}

/** By names without prefixes, the first of each. */
function child(root: Element, path: string[]): Element | undefined {
  return path.reduce<Element | undefined>(
    (node, name) => [...(node?.children ?? [])].find((one) => one.localName === name),
    root,
  );
}
