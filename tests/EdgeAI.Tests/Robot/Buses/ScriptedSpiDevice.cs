using System.Device.Spi;

namespace EdgeAI.Tests.Robot.Buses;

/// <summary>An SPI device that gives back what it is sent, or fails as System.Device.Spi does.</summary>
internal sealed class ScriptedSpiDevice : SpiDevice
{
    /// <summary>The error number of the next transfers; 0 for none.</summary>
    public int Errno { get; set; }

    public bool Disposed { get; private set; }

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        if (Errno != 0)
        {
            throw new IOException($"Error {Errno} performing SPI data transfer.");
        }

        writeBuffer.CopyTo(readBuffer);
    }

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}
