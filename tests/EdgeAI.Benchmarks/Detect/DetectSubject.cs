using System.Text;
using EdgeAI.Benchmarks.Preprocess;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;

namespace EdgeAI.Benchmarks.Detect;

/// <summary>One model and one format of a camera's frames, and the two ways from a frame on.</summary>
internal sealed unsafe class DetectSubject : IDisposable
{
    public const int Width = 1280;
    public const int Height = 720;

    private readonly DetectPeer _peer;
    private readonly nint _handle;
    private readonly PixelFormat _format;
    private readonly List<byte[]> _frames = [];

    private DetectSubject(DetectPeer peer, nint handle, Detector detector, PixelFormat format)
    {
        _peer = peer;
        _handle = handle;
        _format = format;
        Detector = detector;
    }

    public Detector Detector { get; }

    /// <summary>Makes it; null, with one line, where one side does not start.</summary>
    public static DetectSubject? TryMake(DetectPeer peer, OpenCvPeer camera, Model model, string path, int threads, PixelFormat format, string[] files, out string problem)
    {
        if (!Detector.TryMake(model, Width, Height, format, new DetectorOptions(), out Detector? detector, out problem))
        {
            return null;
        }

        ImageTensorOptions image = HeadImages.DefaultsOf(detector!.Kind, new GraphShape(model.Session.Inputs, model.Session.OutputSpecs));
        bool isStretched = image.Fit == ImageFit.Stretch;
        int drawnHeight = isStretched ? image.Height : Height * image.Width / Width;
        nint handle;
        fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
        {
            handle = peer.Open(text, threads, Width, Height, (int)format, image.Width, drawnHeight, image.Padding, image.Scale[0]);
        }

        if (handle == 0)
        {
            problem = $"{path}: OnnxRuntime in C++ cannot open it";
            detector.Dispose();
            return null;
        }

        DetectSubject subject = new(peer, handle, detector, format);
        foreach (string file in files)
        {
            byte[] frame = GC.AllocateArray<byte>((format == PixelFormat.Yuyv ? 2 : 3) * Width * Height, pinned: true);
            if (camera.TryFrame(file, Width, Height, format, frame))
            {
                subject._frames.Add(frame);
            }
        }

        return subject;
    }

    /// <summary>Frame to detections.</summary>
    public void RunOurs(int number)
    {
        byte[] frame = _frames[number % _frames.Count];
        if (!Detector.TryDetect(new ImageView(frame, Width, Height, frame.Length / Height, _format), out string problem))
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>Frame to the model's raw outputs: preprocessing and session, without decoding.</summary>
    public void RunTheirs(int number)
    {
        fixed (byte* frame = _frames[number % _frames.Count])
        {
            _peer.Prepare(_handle, frame);
        }

        _peer.Infer(_handle);
    }

    public void Dispose()
    {
        Detector.Dispose();
        _peer.Close(_handle);
    }
}
