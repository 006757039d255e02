class Panel extends HTMLElement { set studio(_) {} }
customElements.define("files-panel", Panel);
