using EdgeAI.Device.Application;

namespace EdgeAI.Firmware.Links;

/// <summary>The line of a configuration that this target cannot open: nothing comes in, and nothing goes out.</summary>
internal sealed class SilentLine : IByteSource
{
    public SilentLine(SendQueue queue)
    {
        queue.SetClosed(true);
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        return 0;
    }
}
