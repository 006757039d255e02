class Panel extends HTMLElement { set studio(_) {} }
customElements.define("keys-panel", Panel);
