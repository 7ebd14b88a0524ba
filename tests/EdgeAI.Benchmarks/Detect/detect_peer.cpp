// The peer of the benchmarks "detect" and "decode": what a C++ program does with OpenCV and OnnxRuntime, its memory reused from call to call.
// OnnxRuntime is the very library that this process has loaded already: its entry point is handed over.
#define ORT_API_MANUAL_INIT
#include <algorithm>
#include <cmath>
#include <memory>
#include <onnxruntime_cxx_api.h>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

// The formats of EdgeAI.Perception.Images.PixelFormat that are measured.
enum Format { Bgr = 1, Yuyv = 3 };

struct Peer {
    int width, height, format;
    double scale;
    std::unique_ptr<Ort::Session> session;
    std::vector<std::string> inputNames, outputNames;
    std::vector<const char *> inputs, outputs;
    std::vector<std::vector<float>> memory;
    std::vector<Ort::Value> in, out;
    Ort::RunOptions options;
    cv::Mat colour, canvas, drawn, blob;
};

struct Box {
    float left, top, right, bottom, score;
    int type;
};

static Ort::Env &environment() {
    static Ort::Env one(ORT_LOGGING_LEVEL_ERROR, "peer");
    return one;
}

static Ort::Value bind(Peer *peer, const Ort::TypeInfo &type) {
    std::vector<int64_t> shape = type.GetTensorTypeAndShapeInfo().GetShape();
    size_t length = 1;
    for (int64_t size : shape)
        length *= static_cast<size_t>(size);
    peer->memory.emplace_back(length);
    return Ort::Value::CreateTensor<float>(Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault), peer->memory.back().data(), length, shape.data(), shape.size());
}

extern "C" {

int peer_start(const OrtApiBase *base) {
    const OrtApi *api = base->GetApi(ORT_API_VERSION);
    if (api)
        Ort::InitApi(api);
    cv::setNumThreads(1);
    return api != nullptr;
}

const char *peer_version() { return CV_VERSION; }

void *peer_open(const char *path, int threads, int width, int height, int format, int drawnWidth, int drawnHeight, int padding, double scale) {
    try {
        auto peer = std::make_unique<Peer>();
        peer->width = width, peer->height = height, peer->format = format, peer->scale = scale;
        Ort::SessionOptions options;
        options.SetIntraOpNumThreads(threads);
        options.SetInterOpNumThreads(1);
        options.SetExecutionMode(ORT_SEQUENTIAL);
        options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
        peer->session = std::make_unique<Ort::Session>(environment(), path, options);
        Ort::AllocatorWithDefaultOptions allocator;
        peer->inputNames.push_back(peer->session->GetInputNameAllocated(0, allocator).get());
        for (size_t index = 0; index < peer->session->GetOutputCount(); index++)
            peer->outputNames.push_back(peer->session->GetOutputNameAllocated(index, allocator).get());
        peer->memory.reserve(1 + peer->outputNames.size());
        peer->in.push_back(bind(peer.get(), peer->session->GetInputTypeInfo(0)));
        for (size_t index = 0; index < peer->outputNames.size(); index++)
            peer->out.push_back(bind(peer.get(), peer->session->GetOutputTypeInfo(index)));
        for (const std::string &name : peer->inputNames)
            peer->inputs.push_back(name.c_str());
        for (const std::string &name : peer->outputNames)
            peer->outputs.push_back(name.c_str());
        std::vector<int64_t> shape = peer->in[0].GetTensorTypeAndShapeInfo().GetShape();
        int rows = static_cast<int>(shape[2]), columns = static_cast<int>(shape[3]);
        peer->canvas = cv::Mat(rows, columns, CV_8UC3, cv::Scalar(padding, padding, padding));
        peer->drawn = peer->canvas(cv::Rect(0, 0, drawnWidth, drawnHeight));
        peer->blob = cv::Mat(std::vector<int>{1, 3, rows, columns}, CV_32F, peer->memory[0].data());
        return peer.release();
    } catch (const std::exception &) {
        return nullptr;
    }
}

void peer_close(void *handle) { delete static_cast<Peer *>(handle); }

// cvtColor, resize, blobFromImage.
void peer_prepare(void *handle, const unsigned char *data) {
    Peer *peer = static_cast<Peer *>(handle);
    void *bytes = const_cast<unsigned char *>(data);
    if (peer->format == Yuyv)
        cv::cvtColor(cv::Mat(peer->height, peer->width, CV_8UC2, bytes), peer->colour, cv::COLOR_YUV2BGR_YUY2);
    else
        peer->colour = cv::Mat(peer->height, peer->width, CV_8UC3, bytes);
    cv::resize(peer->colour, peer->drawn, peer->drawn.size(), 0, 0, cv::INTER_LINEAR);
    cv::dnn::blobFromImage(peer->canvas, peer->blob, peer->scale, cv::Size(), cv::Scalar(), false, false, CV_32F);
}

void peer_infer(void *handle) {
    Peer *peer = static_cast<Peer *>(handle);
    peer->session->Run(peer->options, peer->inputs.data(), peer->in.data(), 1, peer->outputs.data(), peer->out.data(), peer->out.size());
}

const float *peer_output(void *handle) { return static_cast<Peer *>(handle)->memory[1].data(); }

// The loop that YOLOX's C++ demos have, with the same thresholds: decode, sort, suppress class by class.
int peer_yolox(const float *rows, int side, int classes, float threshold, float overlap, Box *found, int room) {
    static std::vector<Box> boxes;
    boxes.clear();
    const int row = 5 + classes;
    for (int stride : {8, 16, 32}) {
        const int cells = side / stride;
        for (int y = 0; y < cells; y++)
            for (int x = 0; x < cells; x++, rows += row) {
                if (rows[4] <= threshold)
                    continue;
                const float *best = std::max_element(rows + 5, rows + row);
                const float score = rows[4] * *best;
                if (score <= threshold)
                    continue;
                const float cx = (rows[0] + x) * stride, cy = (rows[1] + y) * stride;
                const float w = std::exp(rows[2]) * stride / 2, h = std::exp(rows[3]) * stride / 2;
                boxes.push_back({cx - w, cy - h, cx + w, cy + h, score, static_cast<int>(best - rows) - 5});
            }
    }
    std::stable_sort(boxes.begin(), boxes.end(), [](const Box &a, const Box &b) { return a.score > b.score; });
    int kept = 0;
    for (const Box &box : boxes) {
        bool isCovered = false;
        for (int index = 0; index < kept && !isCovered; index++) {
            const Box &other = found[index];
            if (other.type != box.type)
                continue;
            const float w = std::min(box.right, other.right) - std::max(box.left, other.left);
            const float h = std::min(box.bottom, other.bottom) - std::max(box.top, other.top);
            if (w <= 0 || h <= 0)
                continue;
            const float area = (box.right - box.left) * (box.bottom - box.top) + (other.right - other.left) * (other.bottom - other.top);
            isCovered = w * h > overlap * (area - w * h);
        }
        if (!isCovered && kept < room)
            found[kept++] = box;
    }
    return kept;
}
}
