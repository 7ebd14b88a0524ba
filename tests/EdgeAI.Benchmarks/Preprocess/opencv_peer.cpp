// The peer of the benchmark "preprocess": what a C++ program does with OpenCV, its memory reused from call to call.
#include <cstring>
#include <opencv2/dnn.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

// The formats in the order of EdgeAI.Perception.Images.PixelFormat.
enum Format { Rgb, Bgr, Grey, Yuyv, Nv12, I420 };

struct Peer {
    int width, height, format, size, interpolation, drawnWidth, drawnHeight;
    cv::Mat colour, canvas, drawn, wide, blob;
};

static const cv::Mat &toBgr(Peer *peer, const unsigned char *data, cv::Mat &wrapped) {
    void *bytes = const_cast<unsigned char *>(data);
    switch (peer->format) {
    case Rgb:
    case Bgr:
        wrapped = cv::Mat(peer->height, peer->width, CV_8UC3, bytes);
        return wrapped;
    case Grey:
        cv::cvtColor(cv::Mat(peer->height, peer->width, CV_8UC1, bytes), peer->colour, cv::COLOR_GRAY2BGR);
        break;
    case Yuyv:
        cv::cvtColor(cv::Mat(peer->height, peer->width, CV_8UC2, bytes), peer->colour, cv::COLOR_YUV2BGR_YUY2);
        break;
    case Nv12:
        cv::cvtColor(cv::Mat(peer->height * 3 / 2, peer->width, CV_8UC1, bytes), peer->colour, cv::COLOR_YUV2BGR_NV12);
        break;
    default:
        cv::cvtColor(cv::Mat(peer->height * 3 / 2, peer->width, CV_8UC1, bytes), peer->colour, cv::COLOR_YUV2BGR_I420);
        break;
    }
    return peer->colour;
}

static void resizeToCanvas(Peer *peer, const unsigned char *data) {
    cv::Mat wrapped;
    const cv::Mat &colour = toBgr(peer, data, wrapped);
    cv::resize(colour, peer->drawn, peer->drawn.size(), 0, 0, peer->interpolation);
}

extern "C" {

const char *peer_version() { return CV_VERSION; }

void *peer_make(int width, int height, int format, int size, int drawnWidth, int drawnHeight, int interpolation) {
    cv::setNumThreads(1);
    Peer *peer = new Peer{width, height, format, size, interpolation, drawnWidth, drawnHeight, {}, {}, {}, {}, {}};
    peer->canvas = cv::Mat(size, size, CV_8UC3, cv::Scalar(114, 114, 114));
    peer->drawn = peer->canvas(cv::Rect(0, 0, drawnWidth, drawnHeight));
    return peer;
}

void peer_free(void *handle) { delete static_cast<Peer *>(handle); }

// cvtColor, resize, blobFromImage: what most programs do.
void peer_blob(void *handle, const unsigned char *data, float *tensor, double scale) {
    Peer *peer = static_cast<Peer *>(handle);
    resizeToCanvas(peer, data);
    peer->blob = cv::Mat(std::vector<int>{1, 3, peer->size, peer->size}, CV_32F, tensor);
    cv::dnn::blobFromImage(peer->canvas, peer->blob, scale, cv::Size(), cv::Scalar(), peer->format == Rgb, false, CV_32F);
}

// cvtColor, resize, convertTo, split straight into the tensor: what a careful program does.
void peer_split(void *handle, const unsigned char *data, float *tensor, double scale) {
    Peer *peer = static_cast<Peer *>(handle);
    resizeToCanvas(peer, data);
    peer->canvas.convertTo(peer->wide, CV_32F, scale);
    size_t plane = static_cast<size_t>(peer->size) * peer->size;
    bool swaps = peer->format == Rgb;
    std::vector<cv::Mat> planes;
    for (int colour = 0; colour < 3; colour++)
        planes.emplace_back(peer->size, peer->size, CV_32F, tensor + plane * (swaps ? 2 - colour : colour));
    cv::split(peer->wide, planes);
}

// A JPEG file, enlarged, in any of the formats; 0 where it cannot be read. YUYV takes its colours from I420's rows.
int peer_frame(const char *path, int width, int height, int format, unsigned char *data) {
    cv::Mat image = cv::imread(path, cv::IMREAD_COLOR), bgr, other;
    if (image.empty())
        return 0;
    cv::resize(image, bgr, cv::Size(width, height), 0, 0, cv::INTER_CUBIC);
    size_t pixels = static_cast<size_t>(width) * height;
    if (format == Bgr) {
        std::memcpy(data, bgr.data, 3 * pixels);
        return 1;
    }
    if (format == Rgb || format == Grey) {
        cv::cvtColor(bgr, other, format == Rgb ? cv::COLOR_BGR2RGB : cv::COLOR_BGR2GRAY);
        std::memcpy(data, other.data, pixels * other.channels());
        return 1;
    }
    cv::cvtColor(bgr, other, cv::COLOR_BGR2YUV_I420);
    const unsigned char *y = other.data, *u = y + pixels, *v = u + pixels / 4;
    if (format == I420) {
        std::memcpy(data, y, pixels * 3 / 2);
    } else if (format == Nv12) {
        std::memcpy(data, y, pixels);
        for (size_t place = 0; place < pixels / 4; place++) {
            data[pixels + 2 * place] = u[place];
            data[pixels + 2 * place + 1] = v[place];
        }
    } else {
        for (int row = 0; row < height; row++)
            for (int pair = 0; pair < width / 2; pair++) {
                unsigned char *to = data + static_cast<size_t>(row) * 2 * width + 4 * pair;
                size_t colour = static_cast<size_t>(row / 2) * (width / 2) + pair;
                to[0] = y[static_cast<size_t>(row) * width + 2 * pair];
                to[1] = u[colour];
                to[2] = y[static_cast<size_t>(row) * width + 2 * pair + 1];
                to[3] = v[colour];
            }
    }
    return 1;
}
}
