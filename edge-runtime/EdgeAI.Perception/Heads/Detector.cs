using EdgeAI.Device.Messages;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;
using EdgeAI.Perception.Store;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// A camera's images in, detections in their pixels out: preprocessing, model and head made once for images of one shape. Nothing is allocated per image.
/// Not thread safe; the model may serve several detectors on one thread.
/// </summary>
public sealed class Detector : IDisposable
{
    private readonly ModelSlot _slot;
    private readonly ImageToTensor _toTensor;
    private readonly TensorElement _element;
    private readonly int _width;
    private readonly int _height;
    private Model _model;

    private Detector(ModelSlot slot, HeadKind kind, IDetectionHead head, ImageToTensor toTensor, int width, int height, int mostDetections)
    {
        _slot = slot;
        _model = slot.Current;
        _toTensor = toTensor;
        _element = _model.Session.Inputs[0].Element;
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

    /// <summary>SHA-256 of the model file that searched the latest image, 32 bytes.</summary>
    public ReadOnlySpan<byte> ModelDigest => _model.Digest;

    /// <summary>Where the model runs.</summary>
    public ExecutionProvider Provider => _model.Session.ExecutionProvider;

    /// <summary>Makes a detector for images of one shape.</summary>
    /// <param name="model">The model; its owner disposes of it, after the detector.</param>
    /// <param name="width">Columns of the images.</param>
    /// <param name="height">Rows of the images.</param>
    /// <param name="format">How their bytes are pixels.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="detector">The detector, or null.</param>
    /// <param name="problem">One line that names the model and the mend; empty on success.</param>
    public static bool TryMake(Model model, int width, int height, PixelFormat format, DetectorOptions options, out Detector? detector, out string problem) =>
        TryMake(new ModelSlot(model), width, height, format, options, out detector, out problem);

    /// <summary>Makes a detector for images of one shape over whatever model stands in a slot.</summary>
    /// <param name="slot">The slot, whose models' owner disposes of them after the detector.</param>
    /// <param name="width">Columns of the images.</param>
    /// <param name="height">Rows of the images.</param>
    /// <param name="format">How their bytes are pixels.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="detector">The detector, or null.</param>
    /// <param name="problem">One line that names the model and the mend; empty on success.</param>
    public static bool TryMake(ModelSlot slot, int width, int height, PixelFormat format, DetectorOptions options, out Detector? detector, out string problem)
    {
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(options);
        detector = null;
        Model model = slot.Current;
        GraphShape graph = new(model.Session.Inputs, model.Session.OutputSpecs);
        if (TryMakeHead(model, options, out HeadKind kind, out IDetectionHead? head, out problem) && (kind == HeadKind.Series || !graph.IsImage))
        {
            problem = $"head {HeadTable.WordOf(kind)} reads windows of readings: a detector takes images";
        }

        if (problem.Length == 0 && TryFit(model, kind, graph, (width, height, format), options, out ImageToTensor? toTensor, out problem))
        {
            detector = new Detector(slot, kind, head!, toTensor!, width, height, options.MostDetections);
            return true;
        }

        problem = $"model {model.Card.Name}: {problem}";
        return false;
    }

    /// <summary>Makes the head that reads a model: the card's, or the one that its inputs and outputs call for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="kind">Which head it is.</param>
    /// <param name="head">The head, or null.</param>
    /// <param name="problem">One phrase with the mend; empty on success.</param>
    public static bool TryMakeHead(Model model, DetectorOptions options, out HeadKind kind, out IDetectionHead? head, out string problem)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        GraphShape graph = new(model.Session.Inputs, model.Session.OutputSpecs);
        HeadOptions headOptions = new()
        {
            ScoreThreshold = options.ScoreThreshold ?? (float?)model.Card.ScoreThreshold,
            OverlapThreshold = options.OverlapThreshold ?? (float?)model.Card.OverlapThreshold,
            AcrossClasses = options.AcrossClasses,
            ClassCount = model.Card.Classes.Length,
        };
        bool isMade = TryChoose(model.Card.Head, graph, headOptions, out kind, out problem)
            & HeadTable.TryMake(kind, graph, headOptions, out head, out string misfit);
        problem = problem.Length > 0 ? problem : misfit;
        return isMade;
    }

    /// <summary>Searches an image; what was found is then in <see cref="Found"/>.</summary>
    /// <param name="image">The image, of the shape that the detector was made for.</param>
    /// <param name="problem">Why it was not searched; empty on success.</param>
    public bool TryDetect(in ImageView image, out string problem)
    {
        Found.Clear();
        _model = _slot.Take();
        ModelSession session = _model.Session;
        ImageRefusal refusal = _element switch
        {
            TensorElement.Float32 => _toTensor.Convert(image, session.Input<float>(0)),
            TensorElement.Float16 => _toTensor.Convert(image, session.Input<Half>(0)),
            _ => _toTensor.Convert(image, session.Input<byte>(0)),
        };
        if (refusal != ImageRefusal.None)
        {
            problem = $"model {_model.Card.Name}: the image is refused: {refusal}";
            return false;
        }

        IInferenceTap? tap = _slot.Tap;
        tap?.Begin();
        bool ran = session.TryRun(out problem);
        tap?.End(_model, failed: !ran);
        if (!ran)
        {
            return false;
        }

        Head.Decode(session, Found);
        Found.ToImage(_toTensor.Placement);
        Found.ClipTo(_width, _height);
        return true;
    }

    /// <summary>SHA-256 of the tensor that the latest image became.</summary>
    /// <param name="digest">Takes 32 bytes.</param>
    public void HashInput(Span<byte> digest) => _model.Session.HashInputs(digest);

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

        // The graph's shape has the colours, the card may say others.
        int length = graph.Width * graph.Height * graph.Channels;
        problem = toTensor.TensorLength == length ? ""
            : $"the card's image makes {toTensor.TensorLength} numbers, the input {graph.InputsInWords} takes {length}: mend \"colours\" in the card's \"image\", or leave it out";
        if (problem.Length > 0)
        {
            toTensor.Dispose();
            toTensor = null;
        }

        return problem.Length == 0;
    }
}
