/** A link to a video on another site; pressed, the video opens in its place. Before that nothing is asked of the other site. */
export class Video extends HTMLElement {
  connectedCallback(): void {
    if (this.dataset.mhSrc) this.addEventListener("click", this.#show);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#show);
  }

  #show = (event: Event): void => {
    if (!(event.target instanceof Element) || !event.target.closest("a")) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = "mh-player";
    frame.title = this.dataset.mhTitle ?? "";
    frame.allow = "fullscreen";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = this.dataset.mhSrc ?? "";
    this.replaceChildren(frame);
    frame.focus();
  };
}

customElements.define("mh-video", Video);
