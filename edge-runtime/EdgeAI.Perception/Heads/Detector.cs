using EdgeAI.Device.Messages;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// A camera's images in, detections in their pixels out: preprocessing, model and head made once for images of one shape. Nothing is allocated per image.
/// Not thread safe; the model may serve several detectors on one thread.
/// </summary>
public sealed class Detector : IDisposable
{
    private readonly Model _model;
    private readonly ModelSession _session;
    private readonly ImageToTensor _toTensor;
    private readonly TensorElement _element;
    private readonly int _width;
    private readonly int _height;

    private Detector(Model model, HeadKind kind, IDetectionHead head, ImageToTensor toTensor, int width, int height, int mostDetections)
    {
        _model = model;
        _session = model.Session;
        _toTensor = toTensor;
        _element = _session.Inputs[0].Element;
        _width = width;
        _height = height;
        Kind = kind;
        Head = head;
        Found = new DetectionList(mostDetections, head.LandmarksEach);
    }

    /// <summary>Which head reads the model.</summary>
    public HeadKind Kind { get; }

    /// <summary>The head; a <see cref="SegmentationHead"/> has the class of every pixel, too.</summary>
    public IDetectionHead Head { get; }

    /// <summary>What the latest image showed, most certain first, in its pixels; valid until the next image.</summary>
    public DetectionList Found { get; }

    /// <summary>What the classes are called; empty where the card does not say.</summary>
    public IReadOnlyList<string> Classes => _model.Card.Classes;

    /// <summary>SHA-256 of the model file, 32 bytes.</summary>
    public ReadOnlySpan<byte> ModelDigest => _model.Digest;

    /// <summary>Where the model runs.</summary>
    public ExecutionProvider Provider => _session.ExecutionProvider;

    /// <summary>Makes a detector for images of one shape.</summary>
    /// <param name="model">The model; its owner disposes of it, after the detector.</param>
    /// <param name="width">Columns of the images.</param>
    /// <param name="height">Rows of the images.</param>
    /// <param name="format">How their bytes are pixels.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="detector">The detector, or null.</param>
    /// <param name="problem">One line that names the model and the mend; empty on success.</param>
    public static bool TryMake(Model model, int width, int height, PixelFormat format, DetectorOptions options, out Detector? detector, out string problem)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        detector = null;
        GraphShape graph = new(model.Session.Inputs, model.Session.OutputSpecs);
        HeadOptions headOptions = new()
        {
            ScoreThreshold = options.ScoreThreshold ?? (float?)model.Card.ScoreThreshold,
            OverlapThreshold = options.OverlapThreshold ?? (float?)model.Card.OverlapThreshold,
            AcrossClasses = options.AcrossClasses,
            ClassCount = model.Card.Classes.Length,
        };
        bool isMade = TryChoose(model.Card.Head, graph, headOptions, out HeadKind kind, out problem)
            & HeadTable.TryMake(kind, graph, headOptions, out IDetectionHead? head, out string misfit);
        problem = problem.Length > 0 ? problem : misfit;
        if (isMade && !graph.IsImage)
        {
            problem = $"head {HeadTable.WordOf(kind)} reads windows of readings: a detector takes images";
        }

        if (problem.Length == 0 && TryFit(model, kind, graph, (width, height, format), options, out ImageToTensor? toTensor, out problem))
        {
            detector = new Detector(model, kind, head!, toTensor!, width, height, options.MostDetections);
            return true;
        }

        problem = $"model {model.Card.Name}: {problem}";
        return false;
    }

    /// <summary>Searches an image; what was found is then in <see cref="Found"/>.</summary>
    /// <param name="image">The image, of the shape that the detector was made for.</param>
    /// <param name="problem">Why it was not searched; empty on success.</param>
    public bool TryDetect(in ImageView image, out string problem)
    {
        Found.Clear();
        ImageRefusal refusal = _element switch
        {
            TensorElement.Float32 => _toTensor.Convert(image, _session.Input<float>(0)),
            TensorElement.Float16 => _toTensor.Convert(image, _session.Input<Half>(0)),
            _ => _toTensor.Convert(image, _session.Input<byte>(0)),
        };
        if (refusal != ImageRefusal.None)
        {
            problem = $"model {_model.Card.Name}: the image is refused: {refusal}";
            return false;
        }

        if (!_session.TryRun(out problem))
        {
            return false;
        }

        Head.Decode(_session, Found);
        Found.ToImage(_toTensor.Placement);
        Found.ClipTo(_width, _height);
        return true;
    }

    /// <summary>SHA-256 of the tensor that the latest image became.</summary>
    /// <param name="digest">Takes 32 bytes.</param>
    public void HashInput(Span<byte> digest) => _session.HashInputs(digest);

    /// <summary>Ends the threads of preprocessing; the model stays its owner's.</summary>
    public void Dispose() => _toTensor.Dispose();

    private static bool TryChoose(string? word, GraphShape graph, HeadOptions options, out HeadKind kind, out string problem)
    {
        if (word is not null)
        {
            bool isKnown = HeadTable.TryParse(word, out kind);
            problem = isKnown ? "" : $"the card's \"head\": \"{word}\" is none of {string.Join(", ", HeadTable.Words)}";
            return isKnown;
        }

        HeadRecognition recognition = HeadTable.Recognise(graph, options);
        (kind, problem) = (recognition.Kind, recognition.Problem);
        return recognition.Verdict == HeadVerdict.Recognised;
    }

    private static bool TryFit(
        Model model, HeadKind kind, GraphShape graph, (int Width, int Height, PixelFormat Format) source, DetectorOptions options, out ImageToTensor? toTensor, out string problem)
    {
        toTensor = null;
        TensorElement element = graph.Inputs[0].Element;
        if (element is not (TensorElement.Float32 or TensorElement.Float16 or TensorElement.UInt8))
        {
            problem = $"the input \"{graph.Inputs[0].Name}\" holds {element}: an image becomes float32, float16 or uint8";
            return false;
        }

        try
        {
            ImageTensorOptions image = HeadImages.DefaultsOf(kind, graph);
            toTensor = new ImageToTensor(source.Width, source.Height, source.Format, model.Card.Image?.Over(image) ?? image, options.ImageThreads);
        }
        catch (ArgumentException error)
        {
            problem = error.Message;
            return false;
        }

        problem = "";
        return true;
    }
}
