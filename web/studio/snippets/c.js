/** One drawing, with no server at all: the recogniser in one file. */
export const cOffline = () => `// Asks no server: the recogniser and its weights are compiled in.
#include "recognizer.c"

int main(void) {
  static const inkling_point points[] = {
    {320, 200}, {304, 260}, {260, 304}, {200, 320}, {140, 304}, {96, 260}, {80, 200},
    {96, 140}, {140, 96}, {200, 80}, {260, 96}, {304, 140}, {320, 200},
  };
  const inkling_stroke strokes[] = {{points, sizeof points / sizeof *points}};
  inkling_answer answer;
  if (inkling_recognize(strokes, 1, 1, &answer) != 0) return 1;
  printf("%s %.1f %%\\n", answer.guesses[0].shape, 100 * answer.guesses[0].confidence);
  return 0;
}
`;

/**
 * Fetches the recogniser, builds and runs.
 * @param {import("./address.js").Way} way
 */
export const cRun = ({ address, key }) => `curl -sf ${key ? `-H 'Authorization: Bearer ${key}' ` : ""}`
  + `-o recognizer.c '${address}/api/inference/model/file?format=c' && cc -std=c99 -O2 guess.c -lm -o guess && ./guess`;
