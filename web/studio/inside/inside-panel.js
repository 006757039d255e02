class Panel extends HTMLElement { set studio(_) {} }
customElements.define("inside-panel", Panel);
