using EdgeAI.Device.Board;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Robot.Boards;

/// <summary>A line through memory between a simulated board and its robot in one process.</summary>
/// <param name="end">The board's end of the link.</param>
internal sealed class MemoryHostLine(ILink end) : IHostLine
{
    private byte[] _bytes = [];

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public bool IsConnected => true;

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity) => end.Receive(buffer, offset, capacity);

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        if (_bytes.Length < bytes.Length)
        {
            _bytes = new byte[bytes.Length];
        }

        bytes.CopyTo(_bytes);
        while (end.Send(_bytes, 0, bytes.Length) != LinkStatus.Ok)
        {
            if (milliseconds-- <= 0)
            {
                return false;
            }

            Thread.Sleep(1);
        }

        return true;
    }

    /// <summary>Nothing: the link belongs to its ends.</summary>
    public void Dispose()
    {
    }
}
