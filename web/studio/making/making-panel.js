class Panel extends HTMLElement { set studio(_) {} }
customElements.define("making-panel", Panel);
