/** Tones of a sound, for each of which the page has words too: hertz, when it begins, how long it lasts, in seconds. */
const scores = /** @type {const} */ ({
  sure: [[523, 0, 0.12], [659, 0.09, 0.16]],
  done: [[392, 0, 0.1], [523, 0.1, 0.2]],
  earned: [[523, 0, 0.12], [659, 0.11, 0.12], [784, 0.22, 0.12], [1_047, 0.33, 0.3]],
});

const loudness = 0.08;
/** @type {AudioContext | null} */
let context = null;

/**
 * Plays a small tone; nothing where the browser has no sound.
 * @param {keyof typeof scores} name
 */
export function play(name) {
  if (!globalThis.AudioContext) return;
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => { /* it wants a touch first */ });
  for (const [hertz, after, seconds] of scores[name]) tone(context, hertz, context.currentTime + after, seconds);
}

/**
 * @param {AudioContext} audio
 * @param {number} hertz
 * @param {number} at
 * @param {number} seconds
 */
function tone(audio, hertz, at, seconds) {
  const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
  oscillator.type = "sine";
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.012);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds + 0.02);
}
