import { InklingError } from "./problem.js";

/**
 * The browser's WebSocket. It takes no headers, so the key travels in the address; and it hides why a
 * handshake was refused, so the same is asked over HTTP.
 * @type {import("./stream.js").SocketMaker}
 */
export function browserSocket(url, { key, onmessage, onclose }) {
  const address = key ? `${url}?key=${encodeURIComponent(key)}` : url;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    let isOpen = false;
    socket.onopen = () => {
      isOpen = true;
      resolve({
        get bufferedAmount() { return socket.bufferedAmount; },
        send: (data) => { if (socket.readyState === WebSocket.OPEN) socket.send(data); },
        close: () => socket.close(1000),
        drop: () => { socket.onmessage = socket.onclose = null; socket.close(); },
      });
    };
    socket.onmessage = ({ data }) => { if (typeof data === "string") onmessage(data); };
    socket.onclose = async ({ code }) => {
      if (isOpen) return onclose(code);
      reject(await whyRefused(url, key));
    };
  });
}

/** @param {string} url @param {string} [key] */
async function whyRefused(url, key) {
  const unreachable = new InklingError("unreachable", "the WebSocket could not be opened");
  try {
    const address = new URL("/api/inference/model/info", url.replace(/^ws/, "http"));
    const answer = await fetch(address, { headers: key ? { authorization: `Bearer ${key}` } : {} });
    return answer.ok ? unreachable
      : InklingError.of(answer.status, await answer.text(), answer.headers.get("retry-after"));
  } catch {
    return unreachable;
  }
}
