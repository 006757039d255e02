"""onnx_look.py MODEL.onnx: what onnxruntime says of images, after onnx.checker has found no fault.

Standard input: {"size", "images": [base64 of the pixels, …], "pens": [0 or 1, …]}. Prints one list
of confidences, by class, for each image.
"""

import base64
import json
import sys

import numpy as np
import onnx
import onnxruntime

onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)
asked = json.load(sys.stdin)
shape = (len(asked["images"]), 1, asked["size"], asked["size"])
pixels = b"".join(base64.b64decode(image) for image in asked["images"])
ink = np.frombuffer(pixels, np.uint8).reshape(shape)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
pens = np.array(asked["pens"], np.uint8)
(confidence,) = session.run(["confidence"], {"ink": ink, "pen_up": pens})
json.dump(confidence.tolist(), sys.stdout)
