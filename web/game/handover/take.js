import { say } from "../../shared/page-note.js";
import { t } from "../languages/language.js";

/** @typedef {import("../../shared/session.js").Session} Session */

const form = /^#take=([A-Za-z-]{6,12})$/;

/**
 * Where the page was opened by another device's code, goes on as that person. Call it before the first connection.
 * @param {Session} session
 * @returns {Promise<boolean>} whether somebody came over
 */
export async function takeFromAddress(session) {
  const code = form.exec(location.hash)?.[1];
  if (code === undefined) return false;
  // It works once: a reload, a bookmark or a look at the address must not try it again.
  history.replaceState(null, "", location.pathname + location.search);
  try {
    const isTaken = await session.take(code);
    say("handover", isTaken ? "" : t("handover.used"));
    return isTaken;
  } catch {
    say("handover", t("handover.away"));
    return false;
  }
}

/**
 * The address that goes on with a code.
 * @param {string} code
 */
export const pathOf = (code) => `/#take=${code}`;
