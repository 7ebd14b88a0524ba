"""Makes the vectors beside it: small images in every format, and what OpenCV 4.6 makes of them.

apt-get install python3-opencv python3-pil; /usr/bin/python3 make_vectors.py
NAME.source.bin is a 64 x 48 image; NAME.expected.bin what cvtColor, then resize make of it as blue, green, red:
40 x 40 by INTER_LINEAR, 40 x 40 by INTER_AREA, 72 x 60 by INTER_LINEAR, 72 x 60 by INTER_AREA, one after the other.
"""
import os

import cv2
import numpy as np
from PIL import Image

WIDTH, HEIGHT = 64, 48
FOLDER = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(20261130)


def smooth():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    image = np.dstack([4 * x, 5 * y, 255 - 2 * x - 2 * y]).astype(np.uint8)
    cv2.circle(image, (20, 20), 12, (255, 40, 0), -1)
    cv2.rectangle(image, (30, 25), (55, 40), (10, 200, 250), 2)
    return image


def rough(channels):
    """Random bytes, and extremes where something would overflow."""
    noise = random.integers(0, 256, (HEIGHT, WIDTH, channels), dtype=np.uint8)
    noise[:, : WIDTH // 2] = np.where(noise[:, : WIDTH // 2] < 128, 0, 255)
    return noise


def write(name, data):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(data)


def expect(name, source, bgr):
    write(name + ".source.bin", source.tobytes())
    results = [
        cv2.resize(bgr, size, interpolation=how).tobytes()
        for size in ((40, 40), (72, 60))
        for how in (cv2.INTER_LINEAR, cv2.INTER_AREA)
    ]
    write(name + ".expected.bin", b"".join(results))


def planar(code):
    source = random.integers(0, 256, (HEIGHT * 3 // 2, WIDTH), dtype=np.uint8)
    source[:, : WIDTH // 2] = np.where(source[:, : WIDTH // 2] < 128, 0, 255)
    return source, cv2.cvtColor(source, code)


cv2.setNumThreads(1)
pixels = rough(3)
expect("Bgr", pixels, pixels)
expect("Rgb", pixels, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
grey = rough(1)
expect("Grey", grey, cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
yuyv = rough(2)
expect("Yuyv", yuyv, cv2.cvtColor(yuyv, cv2.COLOR_YUV2BGR_YUY2))
expect("Nv12", *planar(cv2.COLOR_YUV2BGR_NV12))
expect("I420", *planar(cv2.COLOR_YUV2BGR_I420))

image = smooth()
write("small-bgr.bin", image.tobytes())
picture = Image.fromarray(image[:, :, ::-1])
for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
    picture.save(os.path.join(FOLDER, f"small-{name}.jpg"), quality=95, subsampling=sampling)
picture.save(os.path.join(FOLDER, "small-progressive.jpg"), quality=95, subsampling=0, progressive=True)
picture.convert("L").save(os.path.join(FOLDER, "small-grey.jpg"), quality=95)
picture.convert("CMYK").save(os.path.join(FOLDER, "small-cmyk.jpg"), quality=95)
