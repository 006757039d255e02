import { circle, socketAddress } from "./address.js";

/**
 * Streams a circle and prints each guess.
 * @param {import("./address.js").Way} way
 */
export const javascriptStream = (way) => `// Draws a circle, four points at a time, and prints each guess as it comes.
const socket = new WebSocket("${socketAddress(way)}");
const circle = Array.from({ length: 48 }, (_, step) => {
  const angle = (2 * Math.PI * step) / 47;
  return [200 + 120 * Math.cos(angle), 200 + 120 * Math.sin(angle), 0.5, 16 * step]; // x, y, pressure, ms
});
const send = (message) => socket.send(JSON.stringify(message));

function draw(seq) {
  const points = circle.slice(4 * seq - 4, 4 * seq);
  const ends = 4 * seq >= circle.length;
  send({ type: "points", seq, points, starts_stroke: seq === 1, ends_stroke: ends });
  if (!ends) setTimeout(draw, 64, seq + 1);
}

socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === "welcome") send({ type: "begin", canvas: { width: 400, height: 400 } });
  if (message.type === "begun") draw(1);
  if (message.type === "error") console.error(message.message);
  if (message.type !== "guess") return;
  const { points, shape, confidence, decided } = message;
  console.log(\`\${points} points: \${shape} \${(100 * confidence).toFixed(1)} %\${decided ? ", decided" : ""}\`);
  if (points === circle.length) socket.close();
};
socket.onerror = () => console.error("No connection: is the server there, and the key right?");
`;

/**
 * One drawing over HTTP.
 * @param {import("./address.js").Way} way
 */
export const javascriptAsk = ({ address, key }) => `const answer = await fetch("${address}/api/inference/classify", {
  method: "POST",
  headers: { "Content-Type": "application/json"${key ? `, Authorization: "Bearer ${key}"` : ""} },
  body: JSON.stringify({
    canvas: { width: 400, height: 400 },
    strokes: [${circle}],
  }),
});
const { shape, confidence, detail } = await answer.json();
console.log(answer.ok ? \`\${shape} \${(100 * confidence).toFixed(1)} %\` : detail);
`;
