using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.LiveView;

/// <summary>A frame on its way from a graph's thread to the live view's, refilled in place.</summary>
internal sealed class WaitingFrame
{
    public byte[] Bytes { get; } = new byte[FrameLayout.MaxFrameLength];

    public int Length { get; set; }

    public StreamId Stream { get; set; }

    public Stamp Stamp { get; set; }
}
