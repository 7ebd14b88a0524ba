namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>A line over a pseudo-terminal: to the robot it is a serial port.</summary>
public sealed class SerialHostLine : IHostLine
{
    private readonly PseudoTerminal _terminal = PseudoTerminal.Open();

    /// <inheritdoc/>
    public string Name => _terminal.Path;

    /// <summary>A UART cannot tell, so true.</summary>
    public bool IsConnected => true;

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity) => _terminal.Read(buffer.AsSpan(offset, capacity));

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        while (true)
        {
            int written = _terminal.Write(bytes);
            if (written < 0)
            {
                return false;
            }

            bytes = bytes[written..];
            if (bytes.IsEmpty)
            {
                return true;
            }

            if (milliseconds-- <= 0)
            {
                return false;
            }

            Thread.Sleep(1);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _terminal.Dispose();
}
