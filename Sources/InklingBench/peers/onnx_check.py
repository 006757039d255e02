"""onnx_check.py MODEL.onnx IMAGES: onnxruntime must say exactly what Inkling says.

IMAGES holds images with Inkling's own integer logits, as `inkling-bench images --model` writes them.
Ends with 1 and the first difference if one bit differs.
"""

import sys

from images import read, require


def main(model, vectors):
    onnxruntime, np = require("onnxruntime", "numpy")
    pixels, _, pen, expected, _ = read(vectors)
    if expected is None:
        sys.exit(f"{vectors} holds no logits; write it with --model.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    # All at once, and some one by one: a runtime may take another way for a single image.
    batches = [slice(0, len(pixels))] + [slice(i, i + 1) for i in range(min(50, len(pixels)))]
    for batch in batches:
        logits, confidence = session.run(
            ["logits", "confidence"], {"ink": pixels[batch, None], "pen_up": pen[batch]}
        )
        different = np.argwhere(logits != expected[batch])
        if len(different):
            image, label = different[0]
            sys.exit(
                f"image {batch.start + image}, class {label}: onnxruntime says "
                f"{logits[image, label]}, Inkling {expected[batch][image, label]}"
            )
        nats = expected[batch] / 1024
        odds = np.exp(nats - nats.max(axis=1, keepdims=True))
        if not np.allclose(confidence, odds / odds.sum(axis=1, keepdims=True), atol=1e-5):
            sys.exit("the confidences are not the softmax of the logits")
    print(f"onnxruntime {onnxruntime.__version__}: {len(pixels)} images, equal to the bit")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: onnx_check.py MODEL.onnx IMAGES")
    main(*sys.argv[1:])
