using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Sht4x;

/// <summary>An SHT4x as far as its data sheet describes what the driver touches: commands, times, silence while it works, checksums.</summary>
public sealed class Sht4xFake(IClock clock) : II2cBus, IChipUnderTest
{
    private readonly byte[] _answer = new byte[6];
    private long _busyUntil;
    private bool _hasAnswer;

    public II2cBus Bus => this;

    public int Temperature { get; set; }

    public int Humidity { get; set; }

    /// <summary>Commands that arrived, the first few of them: a list that grew would count as the driver's allocation.</summary>
    public List<byte> Commands { get; } = new(capacity: 64);

    /// <summary>The bit to flip in each answer; -1 for none.</summary>
    public int FlippedBit { get; set; } = -1;

    public void PowerCycle()
    {
        _busyUntil = clock.Nanoseconds + 1_000_000;
        _hasAnswer = false;
    }

    public void Present(int variant)
    {
        Temperature = 20_000 + (variant * 3_001);
        Humidity = 10_000 + (variant * 4_003);
    }

    public bool Shows(Message reading, int variant)
    {
        int value = ((ScalarMessage)reading).Value;
        double expected = reading is Temperature
            ? -4500 + (17_500 * (20_000 + (variant * 3_001)) / 65_535.0)
            : -600 + (12_500 * (10_000 + (variant * 4_003)) / 65_535.0);
        return Math.Abs(value - expected) <= 0.5;
    }

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (address != 0x44 || clock.Nanoseconds < _busyUntil)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        if (Commands.Count < Commands.Capacity)
        {
            Commands.Add(data[0]);
        }

        _hasAnswer = data[0] != 0x94;
        _busyUntil = clock.Nanoseconds + (data[0] == 0xFD ? 8_300_000 : 900_000);
        Fill(0, data[0] == 0xFD ? Temperature : 0x1234);
        Fill(3, data[0] == 0xFD ? Humidity : 0xABCD);
        return BusStatus.Ok;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        if (address != 0x44 || clock.Nanoseconds < _busyUntil || !_hasAnswer)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        _hasAnswer = false;
        _answer.AsSpan(0, count).CopyTo(buffer);
        if (FlippedBit >= 0)
        {
            buffer[FlippedBit / 8] ^= (byte)(1 << (FlippedBit % 8));
        }

        return BusStatus.Ok;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount) => BusStatus.Failed;

    /// <summary>The checksum by division, bit for bit, not by the driver's code.</summary>
    private static byte Crc(int word)
    {
        int remainder = (word << 8) ^ (0xFF << 16);
        for (int bit = 23; bit >= 8; bit--)
        {
            remainder ^= (remainder & (1 << bit)) != 0 ? 0x131 << (bit - 8) : 0;
        }

        return (byte)remainder;
    }

    private void Fill(int at, int word)
    {
        _answer[at] = (byte)(word >> 8);
        _answer[at + 1] = (byte)word;
        _answer[at + 2] = Crc(word);
    }
}
