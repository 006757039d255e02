import { circle } from "./address.js";

/**
 * One drawing over HTTP: `sh`.
 * @param {import("./address.js").Way} way
 */
export const curl = ({ address, key }) => `curl -s ${address}/api/inference/classify${key ? ` \\
  -H 'Authorization: Bearer ${key}'` : ""} \\
  -d '{"canvas":{"width":400,"height":400},"strokes":[${circle}]}'
`;
