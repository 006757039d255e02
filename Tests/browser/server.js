// The server as all tests start it.
export { Server, end, leaveNothingRunning, within } from "../shared/server.js";
