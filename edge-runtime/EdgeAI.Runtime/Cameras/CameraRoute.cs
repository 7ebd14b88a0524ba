using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Cameras;

/// <summary>
/// The way of a camera's images inside the robot: into the inlet of each graph thread that takes them, the first of which is filled in place
/// and the others with copies; and past whoever hears them on the way out. For one thread: the camera's, or a replay's.
/// </summary>
/// <param name="id">The camera's stream.</param>
/// <param name="name">Its name in the profile.</param>
/// <param name="shape">What its images are.</param>
/// <param name="frameId">Its optical frame.</param>
/// <param name="inlets">Where images enter graph threads, at least one.</param>
/// <param name="decoder">Decodes compressed images; null for a camera that gives raw ones, or whose pixels nobody takes.</param>
/// <param name="tap">Hears images; null where none may leave.</param>
public sealed class CameraRoute(StreamId id, string name, CameraShape shape, string frameId, StreamInlet<CameraImage>[] inlets, IImageDecoder? decoder, IImageTap? tap)
    : ISampleConsumer<CameraImage>, ISampleConsumer<CompressedImage>, IDisposable
{
    private readonly CompressedImage? _compressed = shape.IsCompressed ? shape.NewCompressed(frameId) : null;
    private readonly CameraShape _raw = shape.Raw;

    /// <summary>The camera's stream.</summary>
    public StreamId Id { get; } = id;

    /// <summary>Its name in the profile.</summary>
    public string Name { get; } = name;

    /// <summary>What its images are.</summary>
    public CameraShape Shape { get; } = shape;

    /// <summary>Its optical frame.</summary>
    public string FrameId { get; } = frameId;

    /// <summary>Whether its images may leave the process.</summary>
    public bool IsHeard => tap is not null;

    /// <summary>What came, what is missing by the device's own count, what was damaged.</summary>
    public StreamCounters Counters { get; } = new();

    /// <summary>Where images enter graph threads.</summary>
    public IReadOnlyList<StreamInlet> Inlets => inlets;

    /// <summary>Takes a camera's next image, the device's bytes straight into the inlet's message.</summary>
    /// <param name="camera">The camera, open.</param>
    /// <param name="opening">How often it was opened: with each, its numbers begin anew.</param>
    /// <param name="first">The number that the stream gives the first image since then.</param>
    /// <param name="flags">What is true of its images.</param>
    public CameraOutcome TakeFrom(ICamera camera, int opening, long first, FrameFlags flags)
    {
        ArgumentNullException.ThrowIfNull(camera);
        CameraImage image = BeginFill();
        CameraOutcome outcome = camera.TakeInto(_compressed is null ? image.Data.AsSpan(0, _raw.Length) : _compressed.Data, out CameraFrame frame);
        bool isNew = outcome is CameraOutcome.Taken or CameraOutcome.Damaged && frame.Sequence >= 0 && Counters.Place(opening, frame.Sequence);
        if (outcome != CameraOutcome.Taken || !isNew)
        {
            inlets[0].CancelFill();
            if (outcome == CameraOutcome.Damaged)
            {
                Counters.CountFault(SensorStatus.ChipFault);
            }

            return outcome;
        }

        Stamp stamp = new(frame.Instant, frame.UncertaintyNanoseconds);
        if (_compressed is null)
        {
            image.Length = frame.Length;
            Send(image, stamp, first + frame.Sequence, flags);
            return outcome;
        }

        _compressed.Length = frame.Length;
        _compressed.Stamp = stamp;
        return DecodeAndSend(new Sample<CompressedImage>(_compressed, stamp, Id, first + frame.Sequence, flags), image) ? outcome : CameraOutcome.Damaged;
    }

    /// <summary>Takes an image of a recording.</summary>
    public void Take(in Sample<CameraImage> sample)
    {
        Counters.Place(0, sample.Sequence);
        CameraImage image = BeginFill();
        if (sample.Value.Width != _raw.Width || sample.Value.Height != _raw.Height || sample.Value.Step != _raw.Step || sample.Value.Length != _raw.Length || sample.Value.Encoding != _raw.Encoding)
        {
            inlets[0].CancelFill();
            Counters.CountRejected();
            return;
        }

        image.CopyFrom(sample.Value);
        image.FrameId = FrameId;
        Send(image, sample.Stamp, sample.Sequence, sample.Flags);
    }

    /// <summary>Takes a compressed image of a recording.</summary>
    public void Take(in Sample<CompressedImage> sample)
    {
        Counters.Place(0, sample.Sequence);
        DecodeAndSend(in sample, BeginFill());
    }

    /// <inheritdoc/>
    public void Dispose() => decoder?.Dispose();

    private CameraImage BeginFill()
    {
        CameraImage image;
        while (!inlets[0].TryBeginFill(out image))
        {
            // Only under Block, which the builder gives an edge only where producer and consumer are one thread.
            inlets[0].Drain();
        }

        return image;
    }

    private bool DecodeAndSend(in Sample<CompressedImage> sample, CameraImage image)
    {
        tap?.Hear(in sample);
        if (decoder is null)
        {
            inlets[0].CancelFill();
            Counters.CountReading();
            return true;
        }

        if (!decoder.TryDecode(sample.Value.Data.AsSpan(0, sample.Value.Length), image))
        {
            inlets[0].CancelFill();
            Counters.CountRejected();
            return false;
        }

        Send(image, sample.Stamp, sample.Sequence, sample.Flags);
        return true;
    }

    private void Send(CameraImage image, in Stamp stamp, long sequence, FrameFlags flags)
    {
        Counters.CountReading();
        image.Stamp = stamp;
        Sample<CameraImage> sample = new(image, stamp, Id, sequence, flags);
        tap?.Hear(in sample);
        foreach (StreamInlet<CameraImage> other in inlets.AsSpan(1))
        {
            other.Take(in sample);
        }

        inlets[0].EndFill(in stamp, sequence, flags);
    }
}
