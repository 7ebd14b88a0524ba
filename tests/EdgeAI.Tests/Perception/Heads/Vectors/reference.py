#!/usr/bin/env python3
"""Makes the vectors beside this file: what reference implementations find, to hold the heads against.

    reference.py PATH/TO/shared/data      (Debian: python3-opencv python3-numpy)

Real models run in OpenCV's own engine (cv2.dnn) on images that OpenCV read and scaled, and their outputs are decoded here from their authors' definitions,
named at each function, in double precision. Heads without a model at hand get seeded made-up tensors. Nothing here knows the C# code.
Written are: found-NAME.json, detections in each image's pixels and how many people every frame has, and vectors-NAME.json, outputs (what is not 0: first place and length of each run, then the numbers) with detections in the tensor's pixels.
"""
import json
import pathlib
import sys

import cv2
import numpy as np

HERE = pathlib.Path(__file__).parent
FRAMES = ["vtest/f0000.jpg", "vtest/f0020.jpg", "vtest/f0040.jpg", "vtest/f0060.jpg", "vtest/f0078.jpg", "photos/astronaut.png"]
# Another engine's sums move scores a little: people are counted surely (above the threshold by this) and perhaps (below it by no more than this).
MARGIN = 0.03


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def suppress(boxes, threshold):
    """Boxes are rows of left, top, right, bottom, score, class, ...; greedy, class by class, as torchvision.ops.batched_nms."""
    kept = []
    for box in sorted(boxes, key=lambda row: -row[4]):
        if all(other[5] != box[5] or iou(other, box) <= threshold for other in kept):
            kept.append(box)
    return kept


def centred(cx, cy, w, h, score, cls):
    return [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2, score, cls]


def grid(size, stride):
    """Row and column of each cell, row by row."""
    n = -(-size // stride)
    return [(r, c) for r in range(n) for c in range(n)]


# --- decoders -------------------------------------------------------------------------------------------------------------------------------------------

def yolox(outputs, size, score_threshold, overlap):
    """Megvii YOLOX, yolox/utils/demo_utils.py demo_postprocess and yolox/utils/boxes.py postprocess (by class)."""
    rows = outputs[0][0].astype(np.float64)
    boxes, i = [], 0
    for stride in (8, 16, 32):
        for r, c in grid(size, stride):
            row = rows[i]
            i += 1
            cls = int(row[5:].argmax())
            score = row[4] * row[5 + cls]
            if score > score_threshold:
                boxes.append(centred((row[0] + c) * stride, (row[1] + r) * stride, np.exp(row[2]) * stride, np.exp(row[3]) * stride, score, cls))
    assert i == len(rows)
    return suppress(boxes, overlap)


def fastestdet(outputs, size, score_threshold, overlap):
    """dog-qiuqiu FastestDet, utils/tool.py handle_preds."""
    planes = outputs[0][0].astype(np.float64)
    _, height, width = planes.shape
    boxes = []
    for r in range(height):
        for c in range(width):
            cell = planes[:, r, c]
            cls = int(cell[5:].argmax())
            score = cell[0] ** 0.6 * cell[5 + cls] ** 0.4
            if score > score_threshold:
                cx, cy = (np.tanh(cell[1]) + c) / width, (np.tanh(cell[2]) + r) / height
                boxes.append([v * size for v in centred(cx, cy, sigmoid(cell[3]), sigmoid(cell[4]), 0, 0)[:4]] + [score, cls])
    return suppress(boxes, overlap)


YUNET_OUTPUTS = [f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in (8, 16, 32)]


def yunet(outputs, size, score_threshold, overlap):
    """OpenCV 4.8 and later, modules/objdetect/src/face_detect.cpp, FaceDetectorYNImpl::postProcess. (The 4.6 of Debian 12 knows an older YuNet only.)"""
    boxes = []
    for level, stride in enumerate((8, 16, 32)):
        cls, obj, bbox, kps = (outputs[3 * kind + level][0].astype(np.float64) for kind in range(4))
        for i, (r, c) in enumerate(grid(size, stride)):
            score = np.sqrt(np.clip(cls[i, 0], 0, 1) * np.clip(obj[i, 0], 0, 1))
            if score > score_threshold:
                box = centred((c + bbox[i, 0]) * stride, (r + bbox[i, 1]) * stride, np.exp(bbox[i, 2]) * stride, np.exp(bbox[i, 3]) * stride, score, 0)
                for n in range(5):
                    box += [(kps[i, 2 * n] + c) * stride, (kps[i, 2 * n + 1] + r) * stride]
                boxes.append(box)
    return suppress(boxes, overlap)


def yolov5(outputs, size, score_threshold, overlap):
    """Ultralytics YOLOv5, utils/general.py non_max_suppression with multi_label=False."""
    boxes = []
    for row in outputs[0][0].astype(np.float64):
        cls = int((row[5:] * row[4]).argmax())
        score = row[5 + cls] * row[4]
        if score > score_threshold:
            boxes.append(centred(*row[:4], score, cls))
    return suppress(boxes, overlap)


def yolov8(outputs, size, score_threshold, overlap):
    """Ultralytics YOLOv8 and v11, utils/ops.py non_max_suppression."""
    boxes = []
    for row in outputs[0][0].T.astype(np.float64):
        cls = int(row[4:].argmax())
        if row[4 + cls] > score_threshold:
            boxes.append(centred(*row[:4], row[4 + cls], cls))
    return suppress(boxes, overlap)


def nanodet(outputs, size, score_threshold, overlap, classes=3):
    """RangiLyu NanoDet: nanodet_plus_head.py get_bboxes for one output (corner of the cell, four grids), gfl_head.py get_bboxes_single for pairs (its middle)."""
    boxes, start = [], 0
    for level, stride in enumerate((8, 16, 32, 64) if len(outputs) == 1 else (8, 16, 32)):
        cells = grid(size, stride)
        if len(outputs) == 1:
            part = outputs[0][0][start:start + len(cells)].astype(np.float64)
            scores, sides, middle = part[:, :classes], part[:, classes:], 0.0
        else:
            scores, sides, middle = outputs[2 * level][0].astype(np.float64), outputs[2 * level + 1][0].astype(np.float64), 0.5
        start += len(cells)
        bins = sides.shape[1] // 4
        distance = (softmax(sides.reshape(-1, 4, bins), 2) * np.arange(bins)).sum(axis=2) * stride
        for i, (r, c) in enumerate(cells):
            cls = int(scores[i].argmax())
            if scores[i, cls] > score_threshold:
                x, y = (c + middle) * stride, (r + middle) * stride
                box = [x - distance[i, 0], y - distance[i, 1], x + distance[i, 2], y + distance[i, 3]]
                boxes.append([float(np.clip(v, 0, size)) for v in box] + [scores[i, cls], cls])
    return suppress(boxes, overlap)


def segmentation(outputs, size, score_threshold, overlap):
    """argmax over softmax (torchvision, references/segmentation); a class's box and the mean probability of its pixels."""
    values = outputs[0][0].astype(np.float64)
    is_probability = values.min() >= 0 and np.abs(values.sum(axis=0) - 1).max() <= 0.01
    probability = values if is_probability else softmax(values, 0)
    winner, highest = probability.argmax(axis=0), probability.max(axis=0)
    scale = size / winner.shape[1]
    rows = []
    for cls in range(values.shape[0]):
        y, x = np.nonzero(winner == cls)
        if len(x) and highest[y, x].mean() > score_threshold:
            rows.append([x.min() * scale, y.min() * scale, (x.max() + 1) * scale, (y.max() + 1) * scale, highest[y, x].mean(), cls, len(x) / winner.size])
    return sorted(rows, key=lambda row: -row[4])


def keypoints(outputs, size, score_threshold, overlap):
    """HRNet, lib/core/inference.py: get_max_preds, then a quarter of a cell towards the higher neighbour as get_final_preds; a cell is the pixel at 4 x its number."""
    maps = outputs[0][0].astype(np.float64)
    scale = size / maps.shape[2]
    points = []
    for heat in maps:
        r, c = np.unravel_index(heat.argmax(), heat.shape)
        x, y = float(c), float(r)
        if 1 < c < heat.shape[1] - 1 and 1 < r < heat.shape[0] - 1:
            x += np.sign(heat[r, c + 1] - heat[r, c - 1]) * 0.25
            y += np.sign(heat[r + 1, c] - heat[r - 1, c]) * 0.25
        points.append((x * scale + 0.5, y * scale + 0.5, heat[r, c]))
    sure = [p for p in points if p[2] > score_threshold]
    box = [min(p[0] for p in sure) - scale / 2, min(p[1] for p in sure) - scale / 2, max(p[0] for p in sure) + scale / 2, max(p[1] for p in sure) + scale / 2]
    return [box + [float(np.mean([p[2] for p in points])), 0] + [v for p in points for v in p[:2]]]


def classification(outputs, size, score_threshold, overlap):
    """softmax and the five likeliest, of the latest step where there are steps."""
    values = outputs[0][0].astype(np.float64)
    probability = softmax(values[-1] if values.ndim == 2 else values, 0)
    return [[0, 0, size, size, probability[i], int(i)] for i in np.argsort(-probability)[:5] if probability[i] > score_threshold]


# --- real models ----------------------------------------------------------------------------------------------------------------------------------------

def letterboxed(image, size, padding):
    """YOLOX, yolox/data/data_augment.py preproc: as large as fits, top left; OpenCV's FaceDetectorYN pads with 0 there."""
    scale = min(size / image.shape[0], size / image.shape[1])
    scaled = cv2.resize(image, (int(image.shape[1] * scale), int(image.shape[0] * scale)), interpolation=cv2.INTER_LINEAR)
    full = np.full((size, size, 3), padding, np.uint8)
    full[:scaled.shape[0], :scaled.shape[1]] = scaled
    return full, (image.shape[1] / scaled.shape[1], image.shape[0] / scaled.shape[0])


def stretched(image, size):
    return cv2.resize(image, (size, size), interpolation=cv2.INTER_LINEAR), (image.shape[1] / size, image.shape[0] / size)


MODELS = {
    "yolox-nano": ("yolox-nano/yolox_nano.onnx", 416, lambda i, s: letterboxed(i, s, 114), 1.0, None, yolox, 0.3, 0.45),
    "person-lite": ("person-lite/model.onnx", 192, lambda i, s: letterboxed(i, s, 114), 1.0, None, yolox, 0.3, 0.45),
    "fastestdet": ("fastestdet/FastestDet.onnx", 352, stretched, 1 / 255, None, fastestdet, 0.65, 0.45),
    "yunet": ("yunet/yunet_n_320_320.onnx", 320, lambda i, s: letterboxed(i, s, 0), 1.0, YUNET_OUTPUTS, yunet, 0.6, 0.3),
}


def run(data, name, frame):
    path, size, fit, factor, names, _, _, _ = MODELS[name]
    net = cv2.dnn.readNetFromONNX(str(data / "models" / path))
    image, scale = fit(cv2.imread(str(data / "vision" / frame)), size)
    net.setInput(cv2.dnn.blobFromImage(image, factor))
    return net.forward(names or net.getUnconnectedOutLayersNames()), scale


def numbers(row, digits=5):
    return [int(v) if float(v).is_integer() and abs(v) < 1e6 else float(f"{v:.{digits}g}") for v in map(float, row)]


def sparse(array, keep):
    """The output with only what may be found left in it, and numbers short enough to read."""
    kept = np.where(keep, array, 0).astype(np.float32)
    return np.array([float(f"{v:.4g}") for v in kept.ravel()], np.float32).reshape(array.shape)


def strongest(name, outputs):
    """Only cells that could be found, and of their classes those that could be meant; the rest becomes 0."""
    if name == "fastestdet":
        outputs[0][:, 5:][outputs[0][:, 5:] < 0.02] = 0
        return [sparse(outputs[0], outputs[0][:, :1] > 0.4)]
    if name == "yunet":
        keep = [outputs[level] * outputs[3 + level] > 0.2 for level in range(3)]
        return [sparse(array, keep[i % 3]) for i, array in enumerate(outputs)]
    outputs[0][..., 5:][outputs[0][..., 5:] < 0.02] = 0
    return [sparse(outputs[0], outputs[0][..., 4:5] > 0.2)]


def vector(name, head, size, classes, threshold, overlap, outputs, names, found):
    specs = []
    for array, output in zip(outputs, names):
        flat = array.ravel()
        at = np.nonzero(flat)[0]
        runs = np.split(at, np.nonzero(np.diff(at) > 1)[0] + 1) if len(at) else []
        specs.append({"name": output, "shape": list(array.shape), "runs": [int(v) for r in runs for v in (r[0], len(r))], "values": numbers(flat[at])})
    return {"name": name, "head": head, "size": size, "classes": classes, "scoreThreshold": threshold, "overlapThreshold": overlap, "outputs": specs, "found": [numbers(r, 7) for r in found]}


def write(name, value):
    text = json.dumps(value, separators=(",", ":")).replace('},{"', '},\n{"')
    (HERE / name).write_text(text + "\n")
    print(name, len(text), "bytes")


def real(data):
    vectors = []
    for name, (path, size, _, _, names, decode, threshold, overlap) in MODELS.items():
        images = []
        for frame in FRAMES:
            outputs, (sx, sy) = run(data, name, frame)
            found = [[v * (sx, sy)[i % 2] if i < 4 or i > 5 else v for i, v in enumerate(row)] for row in decode(outputs, size, threshold, overlap)]
            images.append({"image": frame, "found": [numbers(row) for row in found]})
        people = {}
        if name != "yunet":
            for frame in sorted((data / "vision" / "vtest").glob("*.jpg")):
                outputs, _ = run(data, name, f"vtest/{frame.name}")
                scores = [row[4] for row in decode(outputs, size, threshold - MARGIN, overlap) if row[5] == 0]
                people[frame.name] = [sum(bool(score > threshold + MARGIN) for score in scores), len(scores)]
        write(f"found-{name}.json", {"model": name, "scoreThreshold": threshold, "overlapThreshold": overlap, "images": images, "people": people})
        outputs, _ = run(data, name, "photos/astronaut.png" if name == "yunet" else "vtest/f0020.jpg")
        outputs = strongest(name, outputs)
        head = decode.__name__
        classes = {"yunet": 1, "person-lite": 1}.get(name, 80)
        vectors.append(vector(name, head, size, classes, threshold, overlap, outputs, names or ["output"], decode(outputs, size, threshold, overlap)))
    write("vectors-real.json", vectors)


# --- made-up tensors ------------------------------------------------------------------------------------------------------------------------------------

def short(array):
    return np.array([float(f"{v:.4g}") for v in np.asarray(array, np.float32).ravel()], np.float32).reshape(np.shape(array))


def boxes_of(random, count, size):
    centre = random.uniform(0, size, (count, 2))
    return np.hstack([centre, random.uniform(4, size / 3, (count, 2))])


def made_up():
    random = np.random.default_rng(20260801)
    vectors = []

    def add(name, head, size, classes, outputs, names, decode, threshold, overlap, **more):
        outputs = [short(o) for o in outputs]
        found = decode(outputs, size, threshold, overlap, **more)
        assert found
        vectors.append(vector(name, head, size, classes, threshold, overlap, outputs, names, found))

    size, classes = 64, 3
    cells = sum((size // s) ** 2 for s in (8, 16, 32))
    rows = np.zeros((1, 3 * cells, 5 + classes))
    hot = random.choice(3 * cells, 60, replace=False)
    rows[0, hot] = np.hstack([boxes_of(random, 60, size), random.uniform(0, 1, (60, 1 + classes))])
    add("yolov5, made up", "yolov5", size, classes, [rows], ["output0"], yolov5, 0.25, 0.45)

    columns = np.zeros((1, 4 + classes, cells))
    hot = random.choice(cells, 40, replace=False)
    columns[0, :, hot] = np.hstack([boxes_of(random, 40, size), random.uniform(0, 1, (40, classes))])
    add("yolov8, made up", "yolov8", size, classes, [columns], ["output0"], yolov8, 0.25, 0.7)

    plus = sum(len(grid(size, s)) for s in (8, 16, 32, 64))
    one = np.zeros((1, plus, classes + 32))
    one[0, random.choice(plus, 40, replace=False), :classes] = random.uniform(0, 1, (40, classes))
    one[..., classes:] = np.where(one[..., :1] > 0, random.normal(0, 2, (1, plus, 32)), 0)
    add("nanodet-plus, made up", "nanodet", size, classes, [one], ["output"], nanodet, 0.35, 0.6)

    outputs, names = [], []
    for stride in (8, 16, 32):
        n = (size // stride) ** 2
        scores = random.uniform(0, 0.7, (1, n, classes)) * (random.uniform(0, 1, (1, n, 1)) > 0.6)
        outputs += [scores, np.where(scores[..., :1] > 0, random.normal(0, 2, (1, n, 32)), 0)]
        names += [f"cls_pred_stride_{stride}", f"dis_pred_stride_{stride}"]
    add("nanodet in pairs, made up", "nanodet", size, classes, outputs, names, nanodet, 0.35, 0.6)

    y, x = np.mgrid[0:16, 0:16]
    logits = np.stack([-((x - a) ** 2 + (y - b) ** 2) / 15.0 for a, b in ((4, 4), (12, 3), (8, 13), (15, 15))])[None] + random.normal(0, 0.3, (1, 4, 16, 16))
    add("segmentation by logits, made up", "segmentation", size, 4, [logits], ["logits"], segmentation, 0.3, 1)
    add("segmentation by probabilities, made up", "segmentation", size, 4, [softmax(logits, 1)], ["probabilities"], segmentation, 0.3, 1)

    y, x = np.mgrid[0:16, 0:16]
    heat = np.stack([random.uniform(0.1, 1) * np.exp(-((x - a) ** 2 + (y - b) ** 2) / 4.0) for a, b in random.uniform(0, 15, (7, 2))])[None]
    add("keypoints, made up", "keypoints", size, 0, [np.where(heat > 1e-2, heat, 0)], ["heatmaps"], keypoints, 0.3, 1)

    add("classification, made up", "classification", size, 12, [random.normal(0, 2, (1, 12))], ["logits"], classification, 0.05, 1)
    add("series by steps, made up", "series", 1, 4, [random.normal(0, 1, (1, 9, 4))], ["steps"], classification, 0, 1)
    write("vectors-made-up.json", vectors)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    real(pathlib.Path(sys.argv[1]))
    made_up()
