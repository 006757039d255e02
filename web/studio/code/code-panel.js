class Panel extends HTMLElement { set studio(_) {} }
customElements.define("code-panel", Panel);
