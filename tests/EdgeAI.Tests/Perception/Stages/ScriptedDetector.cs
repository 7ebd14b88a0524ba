using EdgeAI.Device.Messages;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Stages;

namespace EdgeAI.Tests.Perception.Stages;

/// <summary>A detector that finds what a test says.</summary>
internal sealed class ScriptedDetector(params Detection[] found) : IImageDetector
{
    private readonly byte[] _digest = [.. Enumerable.Range(0, 32).Select(static index => (byte)index)];

    public bool Fails { get; set; }

    public ReadOnlySpan<byte> ModelDigest => _digest;

    public ExecutionProvider Provider => ExecutionProvider.Cpu;

    public bool TryDetect(in ImageView image, Span<byte> inputDigest, out ReadOnlySpan<Detection> detections)
    {
        inputDigest.Fill(image.Data[0]);
        detections = found;
        return !Fails;
    }

    public void Dispose()
    {
    }
}
