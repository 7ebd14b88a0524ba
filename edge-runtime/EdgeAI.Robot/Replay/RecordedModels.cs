using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Replay;

/// <summary>
/// Counts recorded decisions by the model that made them, so that a replay says where it cannot repeat them: a model was swapped while it was recorded, or
/// another one runs now. Allocates only for a model that it sees for the first time.
/// </summary>
/// <param name="runs">The model that each stage's stream runs in this replay: its SHA-256.</param>
/// <param name="names">What each stage is called.</param>
internal sealed class RecordedModels(IReadOnlyDictionary<StreamId, byte[]> runs, IReadOnlyDictionary<StreamId, string> names) : IFrameSink
{
    // A stream with more models than this is no recording of ours.
    private const int MostModels = 64;

    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];
    private readonly FrameHeader _header = new();
    private readonly Classification _classification = new();
    private readonly Detection2DArray _detections = new();
    private readonly List<Count> _counts = [];

    /// <inheritdoc/>
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        if (frame.Length > _frame.Length || !runs.ContainsKey(stream))
        {
            return;
        }

        frame.CopyTo(_frame);
        if (FrameDecoder.TryDecodeHeader(_frame, 0, frame.Length, _header) != FrameStatus.Ok)
        {
            return;
        }

        if (_header.Type == MessageType.Classification && PayloadDecoder.Decode(_frame, 0, frame.Length, _classification) == FrameStatus.Ok)
        {
            Add(stream, _classification.ModelDigest);
        }
        else if (_header.Type == MessageType.Detection2DArray && PayloadDecoder.Decode(_frame, 0, frame.Length, _detections) == FrameStatus.Ok)
        {
            Add(stream, _detections.ModelDigest);
        }
    }

    /// <summary>A line for each stage and model whose decisions this replay cannot repeat.</summary>
    public IEnumerable<string> Report() => _counts
        .Where(count => !count.Digest.AsSpan().SequenceEqual(runs[count.Stream]))
        .Select(count => $"Model    {count.Decisions} recorded decisions of {names[count.Stream]} are of the model {Shown(count.Digest)}, and {Shown(runs[count.Stream])} decides here: they are not repeated");

    private static string Shown(byte[] digest) => Convert.ToHexStringLower(digest.AsSpan(0, 6));

    private void Add(StreamId stream, byte[] digest)
    {
        foreach (Count count in _counts)
        {
            if (count.Stream == stream && count.Digest.AsSpan().SequenceEqual(digest))
            {
                count.Decisions++;
                return;
            }
        }

        if (_counts.Count < MostModels)
        {
            _counts.Add(new Count(stream, [.. digest]) { Decisions = 1 });
        }
    }

    private sealed class Count(StreamId stream, byte[] digest)
    {
        public StreamId Stream { get; } = stream;

        public byte[] Digest { get; } = digest;

        public long Decisions { get; set; }
    }
}
