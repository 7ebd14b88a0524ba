using System.Device.I2c;

namespace EdgeAI.Tests.Robot.Buses;

/// <summary>A System.Device.I2c bus whose devices answer with a counter, or fail with an error number as the library does.</summary>
public sealed class ScriptedI2cBus : I2cBus
{
    /// <summary>The error number of every transfer; 0 for none.</summary>
    public int Errno { get; set; }

    /// <summary>Whether the bus was disposed.</summary>
    public bool Disposed { get; private set; }

    /// <summary>Devices created.</summary>
    public int Created { get; private set; }

    public override I2cDevice CreateDevice(int deviceAddress)
    {
        Created++;
        return new Device(this, deviceAddress);
    }

    public override void RemoveDevice(int deviceAddress)
    {
    }

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }

    private sealed class Device(ScriptedI2cBus bus, int address) : I2cDevice
    {
        public override I2cConnectionSettings ConnectionSettings { get; } = new(0, address);

        public override void Read(Span<byte> buffer)
        {
            Fail();
            buffer.Fill((byte)address);
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Fail();

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            Fail();
            readBuffer.Fill(writeBuffer[0]);
        }

        private void Fail()
        {
            if (bus.Errno != 0)
            {
                throw new IOException($"Error {bus.Errno} performing I2C data transfer.");
            }
        }
    }
}
