"""run_onnxruntime.py IMAGES [MODEL.onnx]: how long onnxruntime takes for one image on one thread.

Of the same network in floats, made here with random weights, and of Inkling's integers if given.
"""

import sys
import time

from images import read, require

ROUNDS = 5_000


def float_model(onnx, np, size, classes):
    """The network of network.py as ONNX, so that PyTorch is not needed."""
    helper, random = onnx.helper, np.random.default_rng(1)
    constants, nodes, value = [], [], "planes"

    def constant(name, *shape):
        numbers = random.normal(size=shape, scale=0.05).astype(np.float32)
        constants.append(onnx.numpy_helper.from_array(numbers, name))
        return name

    for stage, (inputs, outputs) in enumerate([(2, 16), (16, 32), (32, 64)]):
        weights = [constant(f"w{stage}", outputs, inputs, 3, 3), constant(f"b{stage}", outputs)]
        nodes += [
            helper.make_node("Conv", [value, *weights], [f"c{stage}"], pads=[1, 1, 1, 1]),
            helper.make_node("Relu", [f"c{stage}"], [f"r{stage}"]),
            helper.make_node(
                "MaxPool", [f"r{stage}"], [f"p{stage}"], kernel_shape=[2, 2], strides=[2, 2]
            ),
        ]
        value = f"p{stage}"
    features = 64 * (size // 8) ** 2
    nodes += [
        helper.make_node("Flatten", [value], ["f"]),
        helper.make_node("Gemm", ["f", constant("w3", features, 128), constant("b3", 128)], ["h"]),
        helper.make_node("Relu", ["h"], ["a"]),
        helper.make_node("Gemm", ["a", constant("w4", 128, classes), constant("b4", classes)], ["z"]),
        helper.make_node("Softmax", ["z"], ["confidence"], axis=1),
    ]
    kind = onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        nodes, "float",
        [helper.make_tensor_value_info("planes", kind, ["images", 2, size, size])],
        [helper.make_tensor_value_info("confidence", kind, ["images", classes])], constants,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model.SerializeToString()


def time_one_by_one(onnxruntime, np, title, model, feeds):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    for feed in feeds[:200]:
        session.run(None, feed)
    times = []
    for index in range(ROUNDS):
        start = time.perf_counter_ns()
        session.run(None, feeds[index % len(feeds)])
        times.append((time.perf_counter_ns() - start) / 1000)
    p50, p99 = np.percentile(times, [50, 99])
    print(f"onnxruntime {onnxruntime.__version__}, {title}: p50 {p50:.1f} us, p99 {p99:.1f} us")


def main(images, integers=None):
    onnxruntime, onnx, np = require("onnxruntime", "onnx", "numpy")
    pixels, _, pen, _, classes = read(images)
    pixels, pen = pixels[:1_000], pen[:1_000]
    size = pixels.shape[-1]
    ink = pixels[:, None].astype(np.float32) / 127
    planes = np.concatenate([ink, np.broadcast_to(pen[:, None, None, None], ink.shape)], 1)
    planes = np.ascontiguousarray(planes, dtype=np.float32)
    feeds = [{"planes": planes[i : i + 1]} for i in range(len(planes))]
    time_one_by_one(
        onnxruntime, np, "floats", float_model(onnx, np, size, classes), feeds
    )
    if integers:
        feeds = [
            {"ink": pixels[i : i + 1, None], "pen_up": pen[i : i + 1]} for i in range(len(pixels))
        ]
        time_one_by_one(onnxruntime, np, "Inkling's integers", integers, feeds)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: run_onnxruntime.py IMAGES [MODEL.onnx]")
    main(*sys.argv[1:])
