using EdgeAI.Device.Bus;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Raw register transactions with one chip, as a logic analyser would see them.</summary>
internal sealed class Wires
{
    private readonly byte _address;

    public Wires(ISimulatedI2cChip chip, byte address)
    {
        _address = address;
        Bus.Attach(address, chip);
    }

    public SimulatedI2cBus Bus { get; } = new();

    public void Write(byte register, params byte[] values)
    {
        byte[] data = [register, .. values];
        Assert.Equal(BusStatus.Ok, Bus.Write(_address, data, data.Length));
    }

    public byte Read(byte register) => Read(register, 1)[0];

    public byte[] Read(byte register, int count)
    {
        byte[] buffer = new byte[count];
        Assert.Equal(BusStatus.Ok, Bus.WriteRead(_address, [register], 1, buffer, count));
        return buffer;
    }

    public int ReadLittle(byte register)
    {
        byte[] bytes = Read(register, 2);
        return bytes[0] | (bytes[1] << 8);
    }

    public int ReadBig24(byte register)
    {
        byte[] bytes = Read(register, 3);
        return (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
    }
}
