// Asks the exported recognizer.c about drawings. A line of standard input is a drawing: whether it
// is finished, how many strokes, and for each how many points and their x and y in eighths. A line
// of the answer: the logits by class, then for each guess its shape and its confidence's bits.
#include "recognizer.c"

#include <inttypes.h>

static inkling_point points[20000];
static inkling_stroke strokes[256];

int main(void) {
  int finished, count;
  while (scanf("%d %d", &finished, &count) == 2) {
    inkling_point *next = points;
    for (int stroke = 0; stroke < count; stroke++) {
      int length;
      if (scanf("%d", &length) != 1) return 2;
      strokes[stroke].points = next;
      strokes[stroke].count = length;
      for (int at = 0; at < length; at++, next++) {
        int x, y;
        if (scanf("%d %d", &x, &y) != 2) return 2;
        next->x = x / 8.0;
        next->y = y / 8.0;
      }
    }
    inkling_answer answer;
    if (inkling_recognize(strokes, count, finished, &answer) != 0) return 3;
    for (int at = 0; at < INKLING_CLASSES; at++) printf("%" PRId64 " ", answer.logits[at]);
    for (int at = 0; at < INKLING_CLASSES; at++) {
      uint32_t bits;
      memcpy(&bits, &answer.guesses[at].confidence, sizeof bits);
      printf("%s %" PRIu32 "%c", answer.guesses[at].shape, bits,
        at + 1 < INKLING_CLASSES ? ' ' : '\n');
    }
  }
  return 0;
}
