/** Heavy elements load with the first of their kind, whether it came with the page or by a later swap. */
export function loadWhenSeen(loaders: Record<string, () => Promise<unknown>>): void {
  const waiting = new Map(Object.entries(loaders));
  const look = () => {
    for (const [name, load] of waiting) {
      if (document.querySelector(name)) {
        waiting.delete(name);
        void load();
      }
    }
    if (waiting.size === 0) observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.documentElement, { childList: true, subtree: true });
  look();
}
