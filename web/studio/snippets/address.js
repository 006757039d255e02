// What all snippets are filled with.

/**
 * Where one's own program asks: the address, and the key if it needs one.
 * @typedef {{ address: string, key: string }} Way `address`: "http://host:port"; `key`: empty where none is needed
 */

/** @param {Way} way */
export const socketAddress = ({ address, key }) => (
  `${address.replace(/^http/, "ws")}/ws/classify${key ? `?key=${key}` : ""}`);

/** A circle in thirteen points, as the shortest drawing that is worth a guess. */
export const circle = "[[320,200],[304,260],[260,304],[200,320],[140,304],[96,260],[80,200],"
  + "[96,140],[140,96],[200,80],[260,96],[304,140],[320,200]]";
