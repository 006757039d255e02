class Panel extends HTMLElement { set studio(_) {} }
customElements.define("taking-panel", Panel);
