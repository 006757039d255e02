// Draws a circle point by point, prints what the server takes it for, and asks for more.
//
//     node example.mjs http://127.0.0.1:8080 [KEY]
import { Inkling, InklingError } from "./inkling.js";

/** @type {{ argv: string[] }} */
const { argv } = /** @type {any} */ (globalThis).process;
const inkling = new Inkling(argv[2] ?? "http://127.0.0.1:8080", { key: argv[3] });
const circle = Array.from({ length: 60 }, (_, step) => {
  const turn = step / 59 * 2 * Math.PI;
  return /** @type {[number, number]} */ ([200 + 120 * Math.cos(turn), 200 + 120 * Math.sin(turn)]);
});

try {
  console.log(`The model ${(await inkling.modelInfo()).version} listens.`);
  const stream = inkling.stream({ onguess: ({ points, shape, confidence = 0 }) =>
    console.log(`${points} points: ${shape}, ${Math.round(confidence * 100)} %`) });
  for (const [x, y] of circle) {
    stream.point(x, y);
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  stream.lift();
  console.log(`It is a ${(await stream.settled()).shape}.`);
  stream.close();

  const drawing = { strokes: [circle] };
  console.log(`At once it is a ${(await inkling.classify(drawing)).shape}, too.`);
  console.log("The ideal:", (await inkling.fit(drawing)).geometry);
  const { drawings, generator } = await inkling.generate("heart", { seed: 7 });
  console.log(`A heart of ${drawings[0].strokes[0].points.length} points, by ${generator}.`);
} catch (error) {
  if (!(error instanceof InklingError)) throw error;
  console.error(`${error.code}: ${error.message}`);
}
